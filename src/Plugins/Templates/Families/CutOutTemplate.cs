using Sim.Geometry;
using Sim.Plugins.Templates.Roads;

namespace Sim.Plugins.Templates.Families;

/// <summary>
/// The car ahead leaves the lane late and uncovers something that blocks it. Parameters: speed, time_gap, ttc, duration, and of these what the
/// family has: blocked_speed, to.
/// </summary>
internal sealed class CutOutTemplate : ScenarioTemplate
{
    /// <summary>What blocks the lane.</summary>
    public Target Blocker { get; init; } = Target.Car;

    /// <summary>True on a motorway, false on a road with oncoming traffic where there is none.</summary>
    public bool Motorway { get; init; } = true;

    /// <inheritdoc/>
    public override void Build(Scene scene)
    {
        var a = scene.Arguments;
        double v = a.Si("speed"), gap = a.Si("time_gap") * v, ttc = a.Si("ttc"), duration = a.Si("duration"), slow = a.Si("blocked_speed", 0);
        if (!(slow < v))
        {
            throw new InputException($"'{Name}' has the blocking vehicle at {a.Text("blocked_speed")} and the ego at {a.Text("speed")}; it must be slower");
        }

        double sign = a.Word("to", "left") == "left" ? 1 : -1;
        var lead = Target.Car;

        // At the begin of the lane change the lead's front is ttc away from the blocker; the ego's front is the gap and the lead's length farther.
        double beginS = Scene.LeadTimeS;
        scene.ConflictS = beginS + ttc + (gap + lead.Body.LengthM) / (v - slow);
        scene.PlaceEgo(v);
        scene.Map = new StraightRoad
        {
            FromX = scene.EgoStartX - 100,
            ToX = v * 40 + 300,
            LanesLeft = 1,
            LanesRight = Motorway ? 1 : 0,
            Oncoming = Motorway ? 0 : 1,
        }.ToMap(Motorway ? "motorway" : "road with two lanes each way");
        scene.Route = [StraightRoad.Same(0)];
        double front = -v * scene.ConflictS;
        var path = new PathDrawing(new Pose2d(front + gap + lead.HalfLengthM, 0, 0))
            .Line(v * beginS)
            .Shift(v * duration, sign * StraightRoad.LaneWidthM)
            .Line(v * 30 + 100)
            .ToLine();
        scene.AddMoving("lead", lead, path, v);
        double x = front + (v - slow) * scene.ConflictS + Blocker.HalfLengthM;
        if (slow > 0)
        {
            scene.AddMoving("blocker", Blocker, new Polyline([new(x, 0), new(v * 40 + 290, 0)]), slow);
        }
        else
        {
            scene.AddStanding("blocker", Blocker, new Pose2d(x, 0, 0));
        }

        scene.EndAtStandstill();
    }
}
