using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// nuPlan's closed-loop score of a recording and its eight parts, each 0 to 1 or a state with a reason (motional/nuplan-devkit, evaluation_metrics
/// and weighted_average_metric_aggregator; specs/criticality-and-reports §6). Immutable.
/// </summary>
public sealed record NuPlanScore
{
    /// <summary>
    /// Product of the first four parts times the weighted mean of the others. Without a value when one of the parts has none, save the speed limit,
    /// which is then left out of the mean and named in the reason.
    /// </summary>
    public required Measured<double> Score { get; init; }

    /// <summary>0 after a contact at fault with a person or vehicle, ½ after one with an object, else 1.</summary>
    public required Measured<double> NoAtFaultCollisions { get; init; }

    /// <summary>0 when a corner was further than the tolerance off drivable ground.</summary>
    public required Measured<double> DrivableArea { get; init; }

    /// <summary>0 when the progress is below the least share.</summary>
    public required Measured<double> MakingProgress { get; init; }

    /// <summary>½ or 0 after driving against the traffic.</summary>
    public required Measured<double> DrivingDirection { get; init; }

    /// <summary>Progress along the expert's route as a share of the expert's.</summary>
    public required Measured<double> Progress { get; init; }

    /// <summary>0 when the time to collision fell to the bound.</summary>
    public required Measured<double> TimeToCollision { get; init; }

    /// <summary>Falls with the amount and duration of over-speed.</summary>
    public required Measured<double> SpeedLimit { get; init; }

    /// <summary>0 when one of the six bounds was violated.</summary>
    public required Measured<double> Comfort { get; init; }

    /// <summary>Scores a recording. Pure; safe to call from several threads.</summary>
    /// <param name="recording">What happened, with an ego.</param>
    /// <param name="expert">
    /// A recording on the same map and clock whose ego shows how it is done; null when there is none: then the task's route stands in, or, for a log of
    /// real traffic, the log itself. The reason of <see cref="Progress"/> says which.
    /// </param>
    /// <param name="options">Constants; null for nuPlan's.</param>
    public static NuPlanScore Of(Recording recording, Recording? expert = null, NuPlanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        options ??= new();
        return Of(recording, expert is null ? Expert.Of(recording, options) : Expert.Of(expert, recording, options), options, CancellationToken.None);
    }

    /// <summary>Scores a recording against an expert.</summary>
    internal static NuPlanScore Of(Recording recording, Expert expert, NuPlanOptions options, CancellationToken cancellationToken)
    {
        if (EgoSamples.Of(recording, options.SampleUs) is not { } ego)
        {
            return Nothing(Measured.NotApplicable<double>("the recording has no ego that is ever present"));
        }

        if (ego.Count < 2)
        {
            return Nothing(Measured.NotApplicable<double>("the ego is in the scene for a single instant"));
        }

        if (recording.End is RecordingEnd.DriverFailed or RecordingEnd.SimulatorFailed or RecordingEnd.Interrupted)
        {
            return Nothing(Measured.Failed<double>($"the recording is not whole, it ended because of: {recording.End}"));
        }

        var contacts = EgoContacts.Of(recording, options.CountReplayArtefacts);
        bool hasMap = recording.Map.Lanes.Any(l => l.CarriesTraffic());
        var index = recording.Map.Index();
        int[][]? route = hasMap ? LaneTrace.Of(index, ego.Positions(), Headings(ego)) : null;
        bool[] together = hasMap ? CornerLanes.Together(index, ego) : Enumerable.Repeat(true, ego.Count).ToArray();
        cancellationToken.ThrowIfCancellationRequested();
        var collisions = CollisionPart.Of(ego, contacts, hasMap ? together : null, out var atFault);
        var noMap = Measured.NotApplicable<double>("the recording's map has no lanes");
        var progress = route is null ? noMap : ProgressPart.Of(index, ego, expert, options);
        var score = new NuPlanScore
        {
            Score = noMap,
            NoAtFaultCollisions = collisions,
            DrivableArea = route is null ? noMap : DrivableAreaPart.Of(index, ego, route, options),
            MakingProgress = progress.Value is { } share ? progress with { Value = share >= options.MinProgress ? 1 : 0 } : progress,
            DrivingDirection = route is null ? noMap : DirectionPart.Of(index, ego, route, options),
            Progress = progress,
            TimeToCollision = TtcPart.Of(ego, contacts, atFault, hasMap ? index : null, together, options, cancellationToken),
            SpeedLimit = route is null ? noMap : SpeedLimitPart.Of(index, ego, route, options),
            Comfort = ComfortPart.Of(ego, options.Comfort),
        };
        return score with { Score = score.Sum(ego, options) };
    }

    /// <summary>The parts with their names in suites, in a stable order, the score first.</summary>
    internal IEnumerable<(string Name, Measured<double> Value)> Parts()
    {
        yield return ("nuplan.score", Score);
        yield return ("nuplan.no_at_fault_collisions", NoAtFaultCollisions);
        yield return ("nuplan.drivable_area", DrivableArea);
        yield return ("nuplan.making_progress", MakingProgress);
        yield return ("nuplan.driving_direction", DrivingDirection);
        yield return ("nuplan.progress", Progress);
        yield return ("nuplan.ttc", TimeToCollision);
        yield return ("nuplan.speed_limit", SpeedLimit);
        yield return ("nuplan.comfort", Comfort);
    }

    private Measured<double> Sum(EgoSamples ego, NuPlanOptions options)
    {
        foreach (var (name, part) in Parts().Skip(1))
        {
            if (!part.HasValue && !(name == "nuplan.speed_limit" && part.State == MeasuredState.NotApplicable))
            {
                return part with { Reason = $"{name}: {part.Reason}" };
            }
        }

        double sum = 0, weights = 0;
        void Add(Measured<double> part, double weight)
        {
            if (part.Value is { } value)
            {
                sum += weight * value;
                weights += weight;
            }
        }

        Add(Progress, options.ProgressWeight);
        Add(TimeToCollision, options.TtcWeight);
        Add(SpeedLimit, options.SpeedLimitWeight);
        Add(Comfort, options.ComfortWeight);
        if (weights <= 0)
        {
            return Measured.NotApplicable<double>($"nuplan.speed_limit: {SpeedLimit.Reason}, and nothing else has a weight");
        }

        double product = NoAtFaultCollisions.Value!.Value * DrivableArea.Value!.Value * MakingProgress.Value!.Value * DrivingDirection.Value!.Value;
        // The part that costs most says when; factors come before terms.
        var worst = Parts().Skip(1).Select(p => p.Value).Where(p => p.HasValue).MinBy(p => p.Value!.Value)!;
        string[] reasons = [SpeedLimit.HasValue ? "" : $"without the speed limit ({SpeedLimit.Reason})", Progress.Reason, ego.Partly];
        return Measured.Of(
            product * (sum / weights),
            worst.Value < 1 ? worst.WorstTimeUs : null,
            worst.Value < 1 ? worst.Actors : [],
            [new("factors", product, ""), new("weighted mean", sum / weights, "")],
            string.Join("; ", reasons.Where(r => r.Length > 0)));
    }

    private static NuPlanScore Nothing(Measured<double> state) => new()
    {
        Score = state,
        NoAtFaultCollisions = state,
        DrivableArea = state,
        MakingProgress = state,
        DrivingDirection = state,
        Progress = state,
        TimeToCollision = state,
        SpeedLimit = state,
        Comfort = state,
    };

    private static double[] Headings(EgoSamples ego)
    {
        var headings = new double[ego.Count];
        for (int i = 0; i < headings.Length; i++)
        {
            headings[i] = ego.States[i].HeadingRad;
        }

        return headings;
    }
}
