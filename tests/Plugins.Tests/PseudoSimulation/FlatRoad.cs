using Sim.Geometry;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.PseudoSimulation.Scoring;

namespace Sim.Tests.PseudoSimulation;

/// <summary>
/// A straight road along +x whose figures can be worked out by hand: lane "a" is 4 m wide around y = 0, lane "b" to its left goes the other way.
/// The ego is 4 m by 2 m with its rear axle 1 m behind its centre: from x - 1 to x + 3.
/// </summary>
internal static class FlatRoad
{
    public static EgoShape Shape { get; } = new(4, 2, 3, 1);

    public static MapPolygon Rectangle(string id, MapPolygonType type, double fromX, double toX, double fromY, double toY, double? heading = null) => new(
        id,
        type,
        [new(fromX, fromY), new(toX, fromY), new(toX, toY), new(fromX, toY)],
        heading switch
        {
            null => null,
            0 => [new Pose2d(fromX, (fromY + toY) / 2, 0), new Pose2d(toX, (fromY + toY) / 2, 0)],
            _ => [new Pose2d(toX, (fromY + toY) / 2, Math.PI), new Pose2d(fromX, (fromY + toY) / 2, Math.PI)],
        });

    public static PseudoScene Scene(IReadOnlyList<SceneObject>? objects = null, params MapPolygon[] more) => new()
    {
        Name = "flat",
        TimeUs = 0,
        Ego = new EgoState(0, 0, 0, 10),
        Shape = Shape,
        Map = new SceneMap(
            [
                Rectangle("road", MapPolygonType.Roadblock, -50, 150, -2, 6),
                Rectangle("a", MapPolygonType.Lane, -50, 150, -2, 2, 0),
                Rectangle("b", MapPolygonType.Lane, -50, 150, 2, 6, Math.PI),
                .. more,
            ],
            new HashSet<string> { "a", "c" },
            [new Pose2d(-50, 0, 0), new Pose2d(0, 0, 0), new Pose2d(0, 0, 0), new Pose2d(150, 0, 0)]),
        Objects = objects ?? [],
    };

    /// <summary>The ego along +x at a constant speed; its side offset may depend on the sample.</summary>
    public static EgoState[] Drive(double speed, Func<int, double>? left = null, double heading = 0, double fromX = 0) =>
        [.. Enumerable.Range(0, Horizon.Samples).Select(i => new EgoState(fromX + (i * speed / 10), left?.Invoke(i) ?? 0, heading, heading == 0 ? speed : -speed))];

    /// <summary>Another, 4 m by 2 m, at a place for each sample.</summary>
    public static SceneObject Other(
        Func<int, Vector2d> at, Func<int, Vector2d> velocity, SceneObjectType type = SceneObjectType.Vehicle, string token = "other", Func<int, bool>? present = null) => new(
        token,
        type,
        4,
        2,
        [.. Enumerable.Range(0, Horizon.Samples).Select(i => present?.Invoke(i) ?? true)],
        [.. Enumerable.Range(0, Horizon.Samples).Select(i => new Pose2d(at(i), 0))],
        [.. Enumerable.Range(0, Horizon.Samples).Select(velocity)]);

    /// <summary>Another with a constant velocity along x.</summary>
    public static SceneObject Other(double x, double y, double vx, SceneObjectType type = SceneObjectType.Vehicle, string token = "other") =>
        Other(i => new Vector2d(x + (vx * i / 10), y), _ => new Vector2d(vx, 0), type, token);

    public static ProposalScore Score(PseudoScene scene, EgoState[] states, Compatibility compatibility = Compatibility.Navsim22)
    {
        var score = new ProposalScore[1];
        new ProposalScorer(new ScoringScene(scene, compatibility)).Score(states, score, testComfort: false);
        return score[0];
    }
}
