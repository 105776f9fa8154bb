using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Leaderboards;

/// <summary>Waymax's metrics of the ego (docs/leaderboards.md). Thread-safe.</summary>
public sealed class WaymaxAssessor : IAssessor
{
    /// <inheritdoc/>
    public string Name => "waymax";

    /// <inheritdoc/>
    public string Description => "Waymax's metrics of the ego: overlap, offroad, wrong way, off route, progression, log divergence, infeasible motion";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } =
    [
        "waymax.overlap", "waymax.offroad", "waymax.wrong_way", "waymax.off_route", "waymax.progression", "waymax.log_divergence", "waymax.kinematic_infeasibility",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(WaymaxAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var parts = WaymaxScore.Of(request.Recording, request.Scenario, WaymaxOptions.From(request.Options)).Parts().ToList();
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics = [.. parts.Select(p => new Metric { Name = p.Name, Unit = p.Unit, Worse = p.Worse, Version = 1, Value = p.Value })],
            Evidence = [.. parts
                .Where(p => p.Name is not ("waymax.progression" or "waymax.log_divergence") && p.Value.Value > 0 && p.Value.WorstTimeUs is not null)
                .Select(p => new Evidence(Text(p.Name, p.Value, p.Unit), p.Value.WorstTimeUs, p.Value.Actors))],
        };
    }

    private static string Text(string name, Measured<double> value, string unit)
    {
        string what = name switch
        {
            "waymax.overlap" => $"the ego overlaps {value.Actors[^1]}",
            "waymax.offroad" => "a corner of the ego is off the drivable area",
            "waymax.wrong_way" => "the ego is on none of the ways that it could take",
            "waymax.off_route" => "the ego is off its route",
            _ => "the ego moves as no vehicle can",
        };
        string by = unit.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $" by {value.Value:0.0} {unit}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"At {value.WorstTimeUs / 1e6:0.00} s {what}{by}.");
    }
}
