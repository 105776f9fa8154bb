using System.Collections.Concurrent;
using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>Gains of the plan tracker for one wheelbase and step, solved once per process. Immutable, safe for concurrent use.</summary>
internal sealed class TrackerGains
{
    /// <summary>Spacing of the speed grid, m/s.</summary>
    public const double GridStepMps = 1.0;

    private const double LeastSpeedMps = 1.0;
    private const double LateralAccelCost = 0.05;
    private const double AccelCost = 0.5;
    private const int MostKept = 256;

    private static readonly ConcurrentDictionary<(double WheelbaseM, long StepUs, int Count), TrackerGains> Kept = new();

    private TrackerGains(double wheelbase, long stepUs, int count)
    {
        double dt = stepUs * 1e-6;
        var along = Gain(new Matrix(2, 2, [1, dt, 0, 1]), new Matrix(2, 1, [dt * dt / 2, dt]), AccelCost);
        (Distance, Speed) = (along[0, 0], along[0, 1]);
        Offset = new double[count];
        Heading = new double[count];
        for (int i = 0; i < count; i++)
        {
            double v = Math.Max(i * GridStepMps, LeastSpeedMps);
            double turn = v * v / wheelbase;
            // The cost is on lateral acceleration, so that the same offset is corrected as gently at any speed.
            var across = Gain(
                new Matrix(2, 2, [1, v * dt, 0, 1]),
                new Matrix(2, 1, [turn * dt * dt / 2, v * dt / wheelbase]),
                1 + LateralAccelCost * turn * turn);
            (Offset[i], Heading[i]) = (across[0, 0], across[0, 1]);
        }
    }

    /// <summary>Gain on the distance error, 1/s².</summary>
    public double Distance { get; }

    /// <summary>Gain on the speed error, 1/s.</summary>
    public double Speed { get; }

    /// <summary>Gain on the lateral offset by speed, rad/m.</summary>
    public double[] Offset { get; }

    /// <summary>Gain on the heading error by speed, rad/rad.</summary>
    public double[] Heading { get; }

    /// <summary>Number of grid speeds for vehicles up to a speed.</summary>
    public static int Count(double maxSpeedMps) => 2 + (int)Math.Ceiling(Math.Min(maxSpeedMps, 100) / GridStepMps);

    /// <summary>Lateral gains at a speed, blended between the grid's.</summary>
    public void At(double speedMps, out double offset, out double heading)
    {
        double at = Math.Min(Math.Abs(speedMps) / GridStepMps, Offset.Length - 1);
        int cell = Math.Min((int)at, Offset.Length - 2);
        double f = at - cell;
        offset = Offset[cell] + (Offset[cell + 1] - Offset[cell]) * f;
        heading = Heading[cell] + (Heading[cell + 1] - Heading[cell]) * f;
    }

    /// <summary>The gains for a vehicle and a step.</summary>
    /// <param name="wheelbase">Wheelbase, m.</param>
    /// <param name="stepUs">Step, µs.</param>
    /// <param name="count">Number of grid speeds from 0.</param>
    public static TrackerGains For(double wheelbase, long stepUs, int count)
    {
        if (Kept.Count > MostKept)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd((wheelbase, stepUs, count), static key => new TrackerGains(key.WheelbaseM, key.StepUs, key.Count));
    }

    private static Matrix Gain(Matrix a, Matrix b, double inputCost) => Riccati.Solve(a, b, Matrix.Identity(2), new Matrix(1, 1, [inputCost])).Gain;
}
