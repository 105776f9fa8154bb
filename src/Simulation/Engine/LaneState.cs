#pragma warning disable CA1822, CS0414
namespace Sim.Simulation.Engine;

public sealed partial class World
{
    private readonly LaneState? _lanes;

    /// <summary>Actors on lanes.</summary>
    private sealed class LaneState
    {
        public const double DefaultSpeedMps = 13.9;

        public static LaneState? Build(Scenario scenario, Actor[] actors, Motion[] motion, double dt) => Array.Exists(motion, m => m == Motion.Lane)
            ? throw new InputException("follow_lane is not supported yet")
            : null;

        public int Lane(int actor) => -1;

        public void Reset()
        {
        }

        public bool Enter(World world, int i) => false;

        public void Decide(World world)
        {
        }

        public void Move(World world, int i)
        {
        }

        public void Settle(World world)
        {
        }
    }

    internal CorridorBox Box(int i) => new(_x[i], _y[i], _cos[i], _sin[i], _halfLength[i], _halfWidth[i]);

    internal Sim.Geometry.Vector2d Velocity(int i) => new(VelocityX(i), VelocityY(i));
}
