using System.Globalization;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Leaderboards;

/// <summary>The CARLA leaderboard's driving score with its infractions (docs/leaderboards.md). Thread-safe.</summary>
public sealed class CarlaAssessor : IAssessor
{
    /// <inheritdoc/>
    public string Name => "carla-leaderboard";

    /// <inheritdoc/>
    public string Description => "the CARLA leaderboard's driving score with its infractions";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; } = ["carla.driving_score", "carla.route_completion", "carla.penalty", .. CarlaScore.Kinds.Select(k => $"carla.{k}")];

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(CarlaAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var score = CarlaScore.Of(request.Recording, request.Scenario, CarlaOptions.From(request.Options));
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics =
            [
                Metric("carla.driving_score", score.DrivingScore),
                Metric("carla.route_completion", score.RouteCompletion),
                Metric("carla.penalty", score.Penalty),
                .. CarlaScore.Kinds.Select(k => Metric($"carla.{k}", score.Counts[k]) with { Worse = WorseDirection.Higher, Unit = k == "outside_route_lanes" ? "m" : "" }),
            ],
            Evidence = [.. score.Infractions.Select(f => new Evidence(
                string.Create(CultureInfo.InvariantCulture, $"At {f.TimeUs / 1e6:0.00} s, x {f.Place.X:0.0} m, y {f.Place.Y:0.0} m: {f.Text} ({f.Name})."), f.TimeUs, f.Actors))],
        };
    }

    private static Metric Metric(string name, Measured<double> value) => new() { Name = name, Unit = "", Worse = WorseDirection.Lower, Version = 1, Value = value };
}
