using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Criticality;

/// <summary>
/// How critical a recording became for its ego (docs/criticality.md): metric families over one prepared view of the recording. Thread-safe.
/// </summary>
public sealed class CriticalityAssessor : IAssessor
{
    private const string NoEgo = "the recording has no ego that is ever present";

    /// <inheritdoc/>
    public string Name => "criticality";

    /// <inheritdoc/>
    public string Description => "how critical it became for the ego: times to collision and to react, headways, required accelerations, encroachment, exposure, contacts";

    /// <inheritdoc/>
    public string Version => "2";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } = [.. MetricFamilies.All.SelectMany(f => f.Metrics).Select(m => m.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(CriticalityAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(peers);
        var options = CriticalityOptions.From(request.Options);
        var ego = request.Recording.Ego() is { } track && IsEverPresent(track) ? track : null;
        var scene = ego is null ? null : new EgoScene(request, peers, options, ego, cancellationToken);
        var sheet = new MetricSheet(options, scene?.Alone ?? true);
        var metrics = new List<Metric>();
        foreach (var family in MetricFamilies.All)
        {
            if (scene is null)
            {
                metrics.AddRange(family.Metrics.Where(options.Wants).Select(m => sheet.Create(m, Measured.NotApplicable<double>(NoEgo), null)));
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (family.Metrics.Any(sheet.Wants))
            {
                family.Measure(scene, sheet, cancellationToken);
            }

            metrics.AddRange(sheet.Of(family).Select(scene.Validity.Mark));
        }

        var triage = Triage.Of(metrics);
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics = metrics,
            Evidence = EvidenceText.Of(metrics, sheet.Said),
            Severity = triage?.Severity,
            LeadingMetric = triage?.Leading,
            ElevatedMetrics = triage?.Elevated ?? 0,
            Counterfactuals = sheet.Counterfactuals,
        };
    }

    private static bool IsEverPresent(Track track)
    {
        for (int step = track.FirstStep; step < track.EndStep; step++)
        {
            if (track.IsPresent(step))
            {
                return true;
            }
        }

        return false;
    }
}
