using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Plugins.PseudoSimulation.Stages.Aggregation;

/// <summary>
/// Puts the scores of both stages together (specs/pseudo-simulation.md §10): start states weigh by their distance from where stage 1 ends, a group's
/// family is worth stage one times stage two, and the result is the mean over groups. Stateless, thread-safe.
/// </summary>
/// <remarks>A failed frame, a missing one and frames that are no neighbours fail their group, and a failed group fails the aggregate; nothing is averaged around them.</remarks>
public static class TwoStageAggregation
{
    // Below this sum the reference takes the weights for zero.
    private const double NoWeight = 1e-8;

    /// <summary>Aggregates.</summary>
    /// <param name="groups">The groups; each token in one place only.</param>
    /// <param name="frames">Results of all their frames, in any order.</param>
    /// <param name="options">How; null for NAVSIM's way.</param>
    /// <exception cref="ArgumentException">A token occurs twice, or the options are out of range.</exception>
    public static TwoStageResult Aggregate(IReadOnlyList<SceneGroup> groups, IReadOnlyList<FrameResult> frames, AggregationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(frames);
        options ??= AggregationOptions.Default;
        if (!(options.SigmaSquaredM2 > 0) || !double.IsFinite(options.SigmaSquaredM2))
            throw new ArgumentException("The variance must be positive.", nameof(options));

        var byToken = new Dictionary<string, FrameResult>(frames.Count, StringComparer.Ordinal);
        foreach (var frame in frames)
        {
            if (!byToken.TryAdd(frame.Token, frame))
                throw new ArgumentException($"Frame '{frame.Token}' occurs twice.", nameof(frames));
        }

        var failures = new List<string>();
        RequireEachOnce(groups, frames, failures);
        var scored = new List<GroupScore>(groups.Count);
        var tokens = new List<FrameScore>(frames.Count);
        ScoreColumns combined = default, one = default, two = default;
        foreach (var group in groups)
        {
            var score = Score(group, byToken, options, tokens);
            scored.Add(score);
            if (score is { Now: { } now, Previous: { } previous, Value: { } value })
            {
                combined += value;
                one += now.StageOne + previous.StageOne;
                two += now.StageTwo + previous.StageTwo;
            }
            else
            {
                failures.Add($"group '{group.FirstStage.Now}': {score.Failure}");
            }
        }

        if (groups.Count == 0)
            failures.Add("there is no group");
        if (failures.Count > 0)
            return new TwoStageResult(null, null, null, scored, tokens, failures);
        double share = 1.0 / groups.Count;
        return new TwoStageResult(share * combined, 0.5 * share * one, 0.5 * share * two, scored, tokens, failures);
    }

    private static void RequireEachOnce(IReadOnlyList<SceneGroup> groups, IReadOnlyList<FrameResult> frames, List<string> failures)
    {
        var used = new HashSet<string>(frames.Count, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            Use(group.FirstStage);
            foreach (var pair in group.SecondStage)
                Use(pair);
        }

        foreach (var frame in frames)
        {
            if (!used.Contains(frame.Token))
                failures.Add($"frame '{frame.Token}' belongs to no group");
        }

        void Use(FramePair pair)
        {
            if (!used.Add(pair.Now) || !used.Add(pair.Previous))
                throw new ArgumentException($"A frame of the pair '{pair.Now}', '{pair.Previous}' has two places in the groups.", nameof(groups));
        }
    }

    private static GroupScore Score(SceneGroup group, Dictionary<string, FrameResult> byToken, AggregationOptions options, List<FrameScore> tokens)
    {
        int count = group.SecondStage.Count;
        if (count == 0)
            return Failed("it has no start state in stage 2");

        var now = new FrameResult[count + 1];
        var previous = new FrameResult[count + 1];
        double[] comfort = new double[count + 1];
        for (int k = 0; k <= count; k++)
        {
            var pair = k == 0 ? group.FirstStage : group.SecondStage[k - 1];
            if (Find(pair.Now, byToken, out now[k]) is { } missing)
                return Failed(missing);
            if (Find(pair.Previous, byToken, out previous[k]) is { } missingToo)
                return Failed(missingToo);
            if (Neighbours.WhyNot(now[k], previous[k], options.Compatibility) is { } strange)
                return Failed(strange);
            comfort[k] = Neighbours.Compare(now[k], previous[k], options.Compatibility).Score;
        }

        int first = tokens.Count;
        for (int k = 0; k < 2 * (count + 1); k++)
            tokens.Add(default);
        var nowScore = Family(now, comfort, options, tokens, first);
        var previousScore = Family(previous, comfort, options, tokens, first + 1);
        return new GroupScore(group, nowScore, previousScore, null);

        GroupScore Failed(string why) => new(group, null, null, why);
    }

    private static string? Find(string token, Dictionary<string, FrameResult> byToken, out FrameResult frame)
    {
        if (!byToken.TryGetValue(token, out frame!))
            return $"frame '{token}' has no result";
        return frame.Failure is { } why ? $"frame '{token}' failed: {why}" : null;
    }

    private static FamilyScore Family(FrameResult[] frames, double[] comfort, AggregationOptions options, List<FrameScore> tokens, int first)
    {
        double[] weights = new double[frames.Length - 1];
        bool uniform = Weigh(frames, options, weights);
        ScoreColumns one = Columns(frames[0], comfort[0]), two = default;
        tokens[first] = new FrameScore(frames[0].Token, 1, comfort[0], one.Epdms);
        double sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            var columns = Columns(frames[k + 1], comfort[k + 1]);
            tokens[first + 2 * (k + 1)] = new FrameScore(frames[k + 1].Token, weights[k], comfort[k + 1], columns.Epdms);
            two += weights[k] * columns;
            sum += weights[k];
        }

        return new FamilyScore(one, 1 / sum * two, uniform);
    }

    private static ScoreColumns Columns(FrameResult frame, double comfort) => new(frame.Scores, comfort, frame.Scores.Epdms(comfort));

    internal static bool Weigh(FrameResult[] frames, AggregationOptions options, Span<double> weights)
    {
        var end = EndPoint(frames[0], options.EndPoint);
        double nearest = double.PositiveInfinity;
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = end.DistanceSquaredTo(frames[k + 1].Start);
            nearest = Math.Min(nearest, weights[k]);
        }

        double origin = options.Compatibility == Compatibility.Sane ? nearest : 0, sum = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = Pinned.Exp(-(weights[k] - origin) / (2 * options.SigmaSquaredM2));
            sum += weights[k];
        }

        bool uniform = !(sum > NoWeight);
        for (int k = 0; k < weights.Length; k++)
            weights[k] = uniform ? 1.0 / weights.Length : weights[k] / sum;
        return uniform;
    }

    private static Vector2d EndPoint(FrameResult frame, EndPointDefinition definition) =>
        definition == EndPointDefinition.SubmittedPlan ? frame.PlanEnd : frame.States.Span[^1].Pose.Position;
}
