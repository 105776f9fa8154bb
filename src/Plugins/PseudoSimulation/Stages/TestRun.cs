using Sim.Plugins.PseudoSimulation.Scoring;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Plugins.PseudoSimulation.Stages;

/// <summary>A test that was run: every frame with its plan and score. Immutable, thread-safe.</summary>
public sealed record TestRun
{
    /// <summary>What was asked for.</summary>
    public required PseudoSimulationOptions Options { get; init; }

    /// <summary>Whose results: the options' mode, or the other one in a second reading.</summary>
    public required Compatibility Compatibility { get; init; }

    /// <summary>t0, µs since the recording's start.</summary>
    public required long TimeUs { get; init; }

    /// <summary>Stage one.</summary>
    public required ViewRun StageOne { get; init; }

    /// <summary>Stage two; empty when there is none.</summary>
    public IReadOnlyList<ViewRun> StageTwo { get; init; } = [];

    /// <summary>How often the driver was asked.</summary>
    public int DriverCalls => Frames.Sum(f => f.DriverCalls);

    /// <summary>How many sensor frames the driver was shown.</summary>
    public int SensorFrames => Frames.Sum(f => f.SensorFrames);

    /// <summary>Every frame.</summary>
    public IEnumerable<FrameRun> Frames => FramesOf(StageTwo.Prepend(StageOne));

    /// <summary>Why the test has no score: the first frame that failed; empty when it has one.</summary>
    public string Failure => FailureOf(StageTwo.Prepend(StageOne));

    /// <summary>Why stage one has no score; empty when it has one.</summary>
    public string StageOneFailure => FailureOf([StageOne]);

    /// <summary>Puts the frames' scores together.</summary>
    /// <param name="views">Which starts of stage two to use, by index; null for all.</param>
    /// <param name="formula">A frame's score from its sub-scores and EC (null when only one frame is judged); null for EPDMS.</param>
    /// <exception cref="InvalidOperationException">A frame that is used failed; see <see cref="Failure"/>.</exception>
    public TestScore Score(IReadOnlyList<int>? views = null, Func<SubScores, double?, double>? formula = null)
    {
        formula ??= static (scores, comfort) => scores.Epdms(comfort);
        ViewRun[] starts = [.. views is null ? StageTwo : views.Select(i => StageTwo[i])];
        if (FailureOf(starts.Prepend(StageOne)) is { Length: > 0 } failure)
        {
            throw new InvalidOperationException($"The test has no score: {failure}");
        }

        var now = Family(StageOne.Now, [.. starts.Select(s => s.Now)], [Comfort(StageOne), .. starts.Select(Comfort)], formula);
        // One stage is judged frame by frame, as the reference does: the frame before serves extended comfort only.
        var previous = Options.Stages == 2 && StageOne.Previous is { } before
            ? Family(before, [.. starts.Select(s => s.Previous!)], [Comfort(StageOne), .. starts.Select(Comfort)], formula)
            : now;
        bool two = starts.Length > 0;
        return new TestScore(
            0.5 * (now.Value(two) + previous.Value(two)),
            0.5 * (now.One + previous.One),
            two ? 0.5 * (now.Two + previous.Two) : null,
            StageOne.Previous is not null,
            now.Weights,
            two && (now.Uniform || previous.Uniform));
    }

    private static IEnumerable<FrameRun> FramesOf(IEnumerable<ViewRun> views) => views.SelectMany(v => v.Previous is null ? [v.Now] : (FrameRun[])[v.Now, v.Previous]);

    private static string FailureOf(IEnumerable<ViewRun> views) => FramesOf(views).FirstOrDefault(f => f.Score is null)?.Failure ?? "";

    private double? Comfort(ViewRun view) => view.Previous is { } previous
        ? ExtendedComfortOf(view.Now, previous).Score
        : null;

    /// <summary>Extended comfort between two frames of this test.</summary>
    internal ExtendedComfortResult ExtendedComfortOf(FrameRun now, FrameRun previous) =>
        Neighbours.Compare(now.ToResult(), previous.ToResult(), Compatibility);

    private Part Family(FrameRun one, FrameRun[] two, double?[] comfort, Func<SubScores, double?, double> formula)
    {
        var results = two.Prepend(one).Select(f => f.ToResult()).ToArray();
        var weights = new double[two.Length];
        bool uniform = two.Length > 0 && TwoStageAggregation.Weigh(results, Options.Aggregation with { Compatibility = Compatibility }, weights);
        ScoreColumns sum = default;
        double total = 0;
        for (int k = 0; k < two.Length; k++)
        {
            sum += weights[k] * Columns(results[k + 1], comfort[k + 1], formula);
            total += weights[k];
        }

        return new Part(Columns(results[0], comfort[0], formula), two.Length > 0 ? 1 / total * sum : default, weights, uniform);
    }

    private static ScoreColumns Columns(FrameResult frame, double? comfort, Func<SubScores, double?, double> formula) =>
        new(frame.Scores, comfort ?? 0, formula(frame.Scores, comfort));

    private readonly record struct Part(ScoreColumns One, ScoreColumns Two, double[] Weights, bool Uniform)
    {
        public ScoreColumns Value(bool two) => two ? One * Two : One;
    }
}
