using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's closed-loop score and its parts (docs/leaderboards.md). Thread-safe.</summary>
public sealed class NuPlanAssessor : IAssessor
{
    /// <inheritdoc/>
    public string Name => "nuplan";

    /// <inheritdoc/>
    public string Description => "nuPlan's closed-loop score with its eight parts";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } =
    [
        "nuplan.score", "nuplan.no_at_fault_collisions", "nuplan.drivable_area", "nuplan.making_progress", "nuplan.driving_direction",
        "nuplan.progress", "nuplan.ttc", "nuplan.speed_limit", "nuplan.comfort",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(NuPlanAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = NuPlanOptions.From(request.Options);
        var recording = request.Recording;
        var score = NuPlanScore.Of(recording, Expert.Of(request.Scenario, recording, options), options, cancellationToken);
        var parts = score.Parts().ToList();
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics = [.. parts.Select(p => new Metric { Name = p.Name, Unit = "", Worse = WorseDirection.Lower, Version = 1, Value = p.Value })],
            Evidence = [.. parts.Skip(1).Where(p => p.Value.Value < 1).OrderBy(p => p.Value.Value).Select(Sentence)],
        };
    }

    private static Evidence Sentence((string Name, Measured<double> Value) part)
    {
        var value = part.Value;
        string inputs = string.Join(", ", value.Inputs.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Name} {i.Value:0.##} {i.Unit}").TrimEnd()));
        string detail = string.Join("; ", new[] { value.Reason, inputs }.Where(t => t.Length > 0));
        string at = value.WorstTimeUs is { } time ? string.Create(CultureInfo.InvariantCulture, $"At {time / 1e6:0.00} s ") : "";
        return new Evidence(
            string.Create(CultureInfo.InvariantCulture, $"{at}{part.Name} is {value.Value:0.###}{(detail.Length > 0 ? $" ({detail})" : "")}."), value.WorstTimeUs, value.Actors);
    }
}
