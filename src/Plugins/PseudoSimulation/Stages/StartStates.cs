using System.Globalization;
using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>Makes the starts of stage two, independent of any driver that is tested. Pure.</summary>
public static class StartStates
{
    private static readonly string[] Reasons = ["speed", "acceleration", "heading", "nc", "dac", "ddc", "tlc"];

    /// <summary>The starts of a scene.</summary>
    /// <param name="ego">The ego at t0.</param>
    /// <param name="expert">The expert's four seconds.</param>
    /// <param name="world">The world after them: map, shape, everybody else, lights.</param>
    /// <param name="library">Recorded driving.</param>
    /// <param name="options">Grid and limits.</param>
    /// <param name="seed">Chooses which are kept.</param>
    internal static StartSet Make(in EgoState ego, ReadOnlySpan<EgoState> expert, PseudoScene world, MotionLibrary library, StageTwoOptions options, ulong seed)
    {
        var line = new Polyline(world.Map.Centreline.Select(p => p.Position).ToList()).WithoutRepeats();
        var end = expert[^1];
        double driven = 0;
        for (int i = 1; i < expert.Length; i++)
        {
            driven += expert[i].Pose.Position.DistanceTo(expert[i - 1].Pose.Position);
        }

        var cells = StartGrid.Of(line, end.Pose, driven, ego.Vx, options);
        var own = Own(in ego, expert);
        var rejection = new StartRejection(world);
        var counts = new int[Reasons.Length];
        var survivors = new List<StartState>();
        foreach (var cell in cells)
        {
            var near = library.Nearest(ego.Pose.PointToBody(cell.Pose.Position), options.HistoryReachM);
            var motion = near ?? own;
            var pose = near is null ? cell.Pose : new Pose2d(cell.Pose.Position, ego.HeadingRad + near.End.HeadingRad);
            string? fault = Math.Abs(motion.SpeedMps - end.Vx) > options.SpeedLimitMps ? "speed"
                : Math.Abs(motion.AccelMps2 - end.Ax) > options.AccelLimitMps2 ? "acceleration"
                : Math.Abs(Pinned.AngleDifference(pose.HeadingRad, end.HeadingRad)) > options.HeadingLimitRad ? "heading"
                : rejection.Violated(pose);
            if (fault is null)
            {
                survivors.Add(new StartState(cell, motion.EndingAt(pose), motion.Source));
            }
            else
            {
                counts[Array.IndexOf(Reasons, fault)]++;
            }
        }

        KeyValuePair<string, int>[] rejected = [.. Reasons.Select((r, i) => KeyValuePair.Create(r, counts[i]))];
        return survivors.Count < options.MinStarts
            ? new StartSet([], survivors.Count, cells.Count, rejected, string.Create(CultureInfo.InvariantCulture, $"only {survivors.Count} of {cells.Count} starts survive, fewer than {options.MinStarts}"))
            : new StartSet(Thin(survivors, options, seed), survivors.Count, cells.Count, rejected);
    }

    /// <summary>Which of a number of things are kept, rising. A smaller share is a subset of a larger one with the same seed.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="share">Share, above 0 to 1.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="seed">Seed.</param>
    public static int[] Thin(int count, double share, int most, ulong seed)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        new RandomStream(seed).Shuffle<int>(order);
        int capped = Math.Min(count, most);
        int kept = Math.Clamp((int)Math.Round(capped * share, MidpointRounding.AwayFromZero), Math.Min(1, count), capped);
        var chosen = order[..kept];
        Array.Sort(chosen);
        return chosen;
    }

    private static StartState[] Thin(List<StartState> survivors, StageTwoOptions options, ulong seed) =>
        [.. Thin(survivors.Count, options.Share, options.MaxStarts, seed).Select(i => survivors[i])];

    // The expert's own last two seconds.
    private static PastMotion Own(in EgoState ego, ReadOnlySpan<EgoState> expert)
    {
        var end = expert[^1].Pose;
        var last = new List<EgoState>();
        for (int i = expert.Length - 1; i >= 0 && last.Count < 5; i -= Horizon.SamplesPerFrame)
        {
            var pose = end.PoseToBody(expert[i].Pose);
            last.Add(expert[i] with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad });
        }

        last.Reverse();
        return new PastMotion("the expert, shifted", ego.Pose.PoseToBody(end), last);
    }
}
