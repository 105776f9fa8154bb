#pragma warning disable CA1822, CS0414
namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly bool[] _inert;
    private readonly int[] _sweep;
    private readonly double[] _sweepMin;
    private readonly double[] _sweepMax;
    private readonly double[] _sweepY;
    private readonly double[] _sweepRadius;
    private int _contactCount;
    private int _touchingCount;

    private void FindInitialContacts()
    {
    }

    private void FindContacts()
    {
    }
}
