using System.Globalization;
using Sim.Numerics;

namespace Sim.Studies.PseudoSimulation.Scenes;

/// <summary>
/// Everyday driving with interaction, one family after the other so that every prefix of the list is a mixture. Candidate n of a seed is the
/// same whatever else is asked for. Pure and thread-safe.
/// </summary>
internal static class SceneGenerator
{
    private static readonly (string Name, Action<SceneDraw> Build)[] Families =
    [
        ("following", RoadScenes.Following),
        ("light", JunctionScenes.RedLight),
        ("braking-lead", RoadScenes.BrakingLead),
        ("turn", JunctionScenes.Turning),
        ("parked", RoadScenes.Parked),
        ("queue", RoadScenes.Queue),
        ("crossing-traffic", JunctionScenes.CrossingTraffic),
        ("cut-in", RoadScenes.CutIn),
        ("bend", RoadScenes.Bend),
        ("merge", MergeScenes.Merge),
        ("pedestrian", RoadScenes.Pedestrian),
        ("bicycle", RoadScenes.Bicycle),
    ];

    /// <summary>Names of the families.</summary>
    public static IReadOnlyList<string> FamilyNames { get; } = [.. Families.Select(f => f.Name)];

    /// <summary>Candidate scene number <paramref name="index"/> of a set.</summary>
    /// <param name="seed">Seed of the study.</param>
    /// <param name="set">"test" or "training": sets share no scene.</param>
    /// <param name="index">Which one, from 0.</param>
    public static Scenario Create(ulong seed, string set, int index)
    {
        var (family, build) = Families[index % Families.Length];
        string name = string.Create(CultureInfo.InvariantCulture, $"{set}-{index:D4}-{family}");
        var draw = new SceneDraw(name, family, Seed.Derive(seed, name, 0, "scene"));
        build(draw);
        return draw.ToScenario();
    }
}
