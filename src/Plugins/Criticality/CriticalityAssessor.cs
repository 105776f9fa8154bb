using Sim.Plugins.Sdk;

namespace Sim.Plugins.Criticality;

/// <summary>
/// How critical a recording became for its ego: time to collision, time headway, required deceleration, post-encroachment time, contacts
/// (specs: docs/criticality.md). Thread-safe.
/// </summary>
public sealed class CriticalityAssessor : IAssessor
{
    private const string NoEgo = "the recording has no ego that is ever present";
    private const string Alone = "no other actor is in the scene together with the ego";

    /// <inheritdoc/>
    public string Name => "criticality";

    /// <inheritdoc/>
    public string Description => "time to collision, headway, required deceleration, encroachment and contacts of the ego";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } =
    [
        "min_ttc", "min_thw", "max_drac", "min_pet",
        "collision.any", "collision.at_fault", "collision.count", "collision.impact_speed", "collision.replay_artefact",
    ];

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = CriticalityOptions.From(request.Options);
        var recording = request.Recording;
        var metrics = recording.Ego() is { } ego && Enumerable.Range(ego.FirstStep, ego.Count).Any(ego.IsPresent)
            ? Measure(recording, ego, options, cancellationToken)
            : [.. Metrics.Select(name => MetricTable.Create(name, options, Measured.NotApplicable<double>(NoEgo), []))];
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics = metrics,
            Evidence = EvidenceText.Of(metrics, recording),
            Severity = Triage.Severity(metrics, options),
        };
    }

    private static List<Metric> Measure(Recording recording, Track ego, CriticalityOptions options, CancellationToken cancellationToken)
    {
        var metrics = new List<Metric>(9);
        bool alone = true;
        var ttc = new WorstOverTime(recording, WorseDirection.Lower);
        var path = new PathMetrics(recording, ego);
        var pet = new PostEncroachment(recording, ego);
        foreach (var other in recording.Tracks)
        {
            if (ReferenceEquals(other, ego))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            for (int step = Math.Max(ego.FirstStep, other.FirstStep); step < Math.Min(ego.EndStep, other.EndStep); step++)
            {
                if (!ego.IsPresent(step) || !other.IsPresent(step))
                {
                    continue;
                }

                alone = false;
                TimeToCollision.Add(ttc, ego, other, step);
                path.Add(other, step);
            }

            pet.Add(other, cancellationToken);
        }

        string? none = alone ? Alone : null;
        metrics.Add(Metric("min_ttc", ttc.Result(none, "no other actor is ever on a collision course"), ttc.Series()));
        metrics.Add(Metric("min_thw", path.Headway.Result(none, "no other actor is ever ahead on the ego's path"), path.Headway.Series()));
        metrics.Add(Metric("max_drac", path.Drac.Result(none, "the ego never closes in on an actor ahead on its path"), path.Drac.Series()));
        metrics.Add(Metric("min_pet", pet.Result(none), []));
        metrics.AddRange(ContactMetrics.Of(recording, ego).Select(m => Metric(m.Name, m.Value, [])));
        return metrics;

        Metric Metric(string name, Measured<double> value, IReadOnlyList<MetricSample> series) => MetricTable.Create(name, options, value, series);
    }
}
