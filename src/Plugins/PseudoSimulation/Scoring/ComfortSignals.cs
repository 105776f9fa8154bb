using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Scoring;

/// <summary>The filters that both comfort scores share. The reference's window of 8 samples looks half a sample ahead; the sane one has 9.</summary>
internal static class ComfortSignals
{
    /// <summary>Fewest samples that the filters take.</summary>
    public const int MinSamples = 15;

    private const double Dt = Horizon.StepSeconds;

    private static readonly SavitzkyGolay EvenSmoothing = new(8, 2);
    private static readonly SavitzkyGolay OddSmoothing = new(9, 2);
    private static readonly SavitzkyGolay SlowRate = new(15, 2, 1, Dt);
    private static readonly SavitzkyGolay FastRate = new(5, 2, 1, Dt);
    private static readonly SavitzkyGolay SecondRate = new(5, 2, 2, Dt);
    private static readonly SavitzkyGolay SecondRateOfCubic = new(5, 3, 2, Dt);

    /// <summary>Smoothed acceleration.</summary>
    public static void Smooth(ReadOnlySpan<double> signal, Span<double> result, Compatibility compatibility) =>
        Run(compatibility == Compatibility.Sane ? OddSmoothing : EvenSmoothing, signal, result, compatibility);

    /// <summary>Rate of a smoothed acceleration.</summary>
    public static void Jerk(ReadOnlySpan<double> smoothed, Span<double> result, Compatibility compatibility) =>
        Run(SlowRate, smoothed, result, compatibility);

    /// <summary>Rate of an unwrapped heading.</summary>
    public static void YawRate(ReadOnlySpan<double> heading, Span<double> result, Compatibility compatibility) =>
        Run(FastRate, heading, result, compatibility);

    /// <summary>Second rate of an unwrapped heading; extended comfort fits parabolas, history comfort cubics.</summary>
    public static void YawAccel(ReadOnlySpan<double> heading, Span<double> result, bool cubic, Compatibility compatibility) =>
        Run(cubic ? SecondRateOfCubic : SecondRate, heading, result, compatibility);

    /// <summary>Takes whole turns out of a heading's steps, in place.</summary>
    public static void Unwrap(Span<double> headings)
    {
        const double turn = 2 * Math.PI;
        double turns = 0, last = headings.IsEmpty ? 0 : headings[0];
        for (int i = 1; i < headings.Length; i++)
        {
            double heading = headings[i];
            turns += Math.Round((heading - last) / turn);
            last = heading;
            headings[i] = heading - turn * turns;
        }
    }

    private static void Run(SavitzkyGolay filter, ReadOnlySpan<double> signal, Span<double> result, Compatibility compatibility)
    {
        filter.Filter(signal, result);
        if (compatibility == Compatibility.Sane)
            return;
        for (int i = 0; i < signal.Length; i++)
            result[i] = Math.Round(result[i] * 1e8) / 1e8;
    }
}
