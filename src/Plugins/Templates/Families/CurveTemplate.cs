using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// The road bends to the left and a tree stands where an ego that does not steer leaves it; the middle of its front meets the tree. Parameters:
/// speed, radius, and of these what the family has: friction.
/// </summary>
internal sealed class CurveTemplate : ScenarioTemplate
{
    private const double TreeM = 6;

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), radius = a.Si("radius");
        double bend = Math.Sqrt(radius * radius - (radius - TreeM) * (radius - TreeM));
        scene.ConflictS = Math.Max(Scene.LeadTimeS, bend / v + 3);
        scene.PlaceEgo(v, bend);
        double friction = a.Si("friction", 1);
        scene.Friction = friction;
        if (friction < 1)
        {
            scene.Vehicle = scene.Vehicle with { FrictionCap = Math.Min(friction, scene.Vehicle.FrictionCap ?? friction) };
        }

        double straight = Math.Max(-scene.EgoStartX, 0) + 80;
        var road = new PathDrawing(new Pose2d(-straight, 0, 0)).Line(straight).Curve(1 / radius, 1 / radius, radius * Math.PI / 2).Line(v * 30 + 200);
        scene.Map = Draw(road);
        scene.Route = [StraightRoad.Same(0)];
        scene.AddStanding("tree", Target.Tree, new Pose2d(bend + Target.Tree.HalfLengthM, 0, 0));
        scene.EndIn(new Pose2d(radius, radius, Math.PI / 2), 0);
    }

    private static RoadMap Draw(PathDrawing road)
    {
        const double width = StraightRoad.LaneWidthM;
        return new RoadMap
        {
            Name = "left bend",
            Lanes =
            [
                new Lane
                {
                    Id = StraightRoad.Same(0),
                    Left = road.ToLine(width / 2),
                    Right = road.ToLine(-width / 2),
                    Centre = road.ToLine(),
                    LeftNeighbour = new LaneNeighbour("oncoming:1", false),
                },
                new Lane
                {
                    Id = "oncoming:1",
                    Left = road.ToLine(width / 2).Reversed(),
                    Right = road.ToLine(width * 1.5).Reversed(),
                    Centre = road.ToLine(width).Reversed(),
                    LeftNeighbour = new LaneNeighbour(StraightRoad.Same(0), false),
                },
            ],
        };
    }
}
