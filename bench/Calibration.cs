namespace Sim.Bench;

/// <summary>
/// A fixed piece of arithmetic, the yardstick beside every table: figures from two machines, or two days, are compared after dividing by it.
/// </summary>
public static class Calibration
{
    /// <summary>One million dependent multiply-adds.</summary>
    public static double Kernel()
    {
        double x = 0.5;
        for (int i = 0; i < 1_000_000; i++)
        {
            x = x * 0.999999 + 1e-7;
        }

        return x;
    }
}
