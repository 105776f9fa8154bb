using Sim.Plugins.Sdk;

namespace Sim.Plugins.Leaderboards.SelfTests;

/// <summary>Scores of nuPlan, CARLA and Waymax on a drawn street against calculations by hand.</summary>
internal sealed class LeaderboardsSelfTest : ISelfTest
{
    private const string NuPlan = "nuPlan closed-loop score, by hand";
    private const string Carla = "CARLA leaderboard, coefficients of 2.0 and 2.1, by hand";
    private const string Waymax = "Waymax metrics, by hand";
    private const int Steps = 101;
    private static readonly EgoTask ToTheEnd = new() { Route = ["r0", "r1"] };

    /// <inheritdoc/>
    public string Name => "leaderboards";

    /// <inheritdoc/>
    public string Description => "Scores of nuPlan, CARLA and Waymax on a drawn street against calculations by hand.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. OfNuPlan(), .. OfCarla(), .. OfWaymax()];

    private static IEnumerable<SelfCheck> OfNuPlan()
    {
        var expert = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("far", 300, 0, 10, Steps));
        yield return Check("nuPlan: driving as the expert", 1, NuPlanScore.Of(expert, expert).Score, NuPlan);
        var half = NuPlanScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 5, Steps)), Street.Recording(Street.Straight("ego", 0, 0, 10, Steps)));
        yield return Check("nuPlan: half of the expert's progress", 0.5, half.Progress, NuPlan);
        yield return Check("nuPlan: score with half of the progress", (2.5 + 5 + 4 + 2) / 16, half.Score, NuPlan + ": weights 5, 5, 4, 2");
        var standing = Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("it", 50, 0, 0, Steps));
        var hit = NuPlanScore.Of(standing, standing);
        yield return Check("nuPlan: driving into a standing car is at fault", 0, hit.NoAtFaultCollisions, NuPlan);
        yield return SelfCheck.OfNumber("nuPlan: time of that contact, s", 4.6, (hit.NoAtFaultCollisions.WorstTimeUs ?? -1) * 1e-6, 1e-9, NuPlan + ": 46 m at 10 m/s");
        var behind = Street.Recording(Street.Straight("ego", 0, 0, 5, Steps), Street.Straight("it", -30, 0, 10, Steps));
        yield return Check("nuPlan: being hit from behind is not", 1, NuPlanScore.Of(behind, behind).NoAtFaultCollisions, NuPlan);
    }

    private static IEnumerable<SelfCheck> OfCarla()
    {
        var counts = new Dictionary<string, int> { ["collisions_vehicle"] = 2, ["red_light"] = 1 };
        yield return SelfCheck.OfNumber("CARLA 2.0: two contacts, a red light", 0.6 * 0.6 * 0.7 * (1 - (0.3 * 0.4)) * 0.9, CarlaPenalties.Version20.Factor(counts, [0.4], 0.1), 1e-14, Carla);
        yield return SelfCheck.OfNumber("CARLA 2.1: the same", 0.9 / (1 + 0.7 + 0.7 + 0.4 + (0.4 * 0.4)), CarlaPenalties.Version21.Factor(counts, [0.4], 0.1), 1e-14, Carla);
        var recording = Street.Recording(Street.Straight("ego", 0, 0, 10, 251), Street.Straight("it", 50, 1.9, 0, 251)) with { Task = ToTheEnd };
        yield return Check("CARLA 2.0: a contact with a car", 0.6, CarlaScore.Of(recording, options: new CarlaOptions { Checkpoints = 1 }).Penalty, Carla);
        var half = CarlaScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, 251)) with { Task = ToTheEnd });
        yield return SelfCheck.OfNumber("CARLA: half of a route", 50, half.RouteCompletion.Value ?? double.NaN, 0.3, Carla + ": way points a metre apart");
    }

    private static IEnumerable<SelfCheck> OfWaymax()
    {
        var plain = WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("it", 30, 0, 10, Steps)) with { Task = ToTheEnd });
        yield return Check("Waymax: overlap of a plain drive", 0, plain.Overlap, Waymax);
        yield return Check("Waymax: progression over 100 of 500 m", 0.2, plain.Progression, Waymax);
        yield return Check("Waymax: overlap", 1, WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, 0, 10, Steps), Street.Straight("it", 50, 0, 0, Steps))).Overlap, Waymax);
        yield return Check("Waymax: a corner 0.05 m off the road", 1, WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, -0.8, 10, 50))).Offroad, Waymax);
        yield return Check("Waymax: a corner 0.05 m within", 0, WaymaxScore.Of(Street.Recording(Street.Straight("ego", 0, -0.7, 10, 50))).Offroad, Waymax);
    }

    private static SelfCheck Check(string name, double expected, Measured<double> found, string source) => SelfCheck.OfNumber(name, expected, found.Value ?? double.NaN, 1e-9, source);
}
