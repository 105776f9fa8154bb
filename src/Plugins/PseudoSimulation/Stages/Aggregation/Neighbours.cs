using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>Extended comfort between two frames' results.</summary>
internal static class Neighbours
{
    /// <summary>Whether their times are near enough.</summary>
    public static bool Near(FrameResult now, FrameResult previous, Compatibility compatibility) =>
        ExtendedComfort.AreNeighbours(Interval(now, previous, compatibility));

    /// <summary>Why two frames cannot be compared; null when they can.</summary>
    public static string? WhyNot(FrameResult now, FrameResult previous, Compatibility compatibility)
    {
        double interval = Interval(now, previous, compatibility);
        if (!ExtendedComfort.AreNeighbours(interval))
            return FormattableString.Invariant($"frames '{now.Token}' and '{previous.Token}' are {interval:0.###} s apart, which is not within one sample to 0.55 s");
        foreach (var frame in (ReadOnlySpan<FrameResult>)[now, previous])
        {
            if (frame.States.Length != Horizon.Samples)
                return $"frame '{frame.Token}' has {frame.States.Length} simulated states instead of {Horizon.Samples}";
        }

        return null;
    }

    /// <summary>Compares two frames.</summary>
    public static ExtendedComfortResult Compare(FrameResult now, FrameResult previous, Compatibility compatibility) =>
        ExtendedComfort.Compare(now.States.Span, previous.States.Span, Interval(now, previous, compatibility), compatibility);

    // The reference subtracts times in seconds; its rounding decides where an interval lies half-way between two samples.
    private static double Interval(FrameResult now, FrameResult previous, Compatibility compatibility) => compatibility == Compatibility.Sane
        ? (now.StartTimeUs - previous.StartTimeUs) * 1e-6
        : now.StartTimeUs * 1e-6 - previous.StartTimeUs * 1e-6;
}
