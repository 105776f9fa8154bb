using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Lights, signs, stop lines and crosswalks. Pure.</summary>
internal static class Furniture
{
    private const double CrosswalkM = 3;
    private const long SecondUs = 1_000_000;

    /// <summary>What stands at the mouths of a junction.</summary>
    public static void AtJunction(RoadDraft draft, IReadOnlyList<Arm> arms, double mouthM)
    {
        double? goes = Axis(draft.Record);
        foreach (var arm in arms)
        {
            bool walked = draft.Record.Actors.Any(a => a.Type.Value == ActorType.Pedestrian && a.Does(ActionKind.Cross) && JunctionRoad.Of(arms, LegOf(draft.Record, a.Leg.Value) ?? arm.Leg) == arm);
            if (walked)
            {
                Cross(draft, arm, mouthM + 1.5);
                draft.Assumptions.Add($"a marked crosswalk across {arm.Leg.Id} at the junction, where a pedestrian crosses");
            }

            double lineM = mouthM + (walked ? 1.5 + CrosswalkM + 1 : 1);
            bool green = goes is null ? arm == arms[0] || SameAxis(LegCompletion.Heading(arm.Leg), LegCompletion.Heading(arms[0].Leg)) : SameAxis(LegCompletion.Heading(arm.Leg), goes.Value);
            foreach (var control in arm.In == 0 ? [] : arm.Leg.Control.Value)
            {
                Control(draft, arm, control, lineM, green);
            }
        }
    }

    /// <summary>What stands beside a plain road.</summary>
    public static void MidBlock(RoadDraft draft, Arm arm)
    {
        if (draft.Record.Actors.Any(a => a.Type.Value == ActorType.Pedestrian && a.Does(ActionKind.Cross) && a.RightOfWay.FromText() && a.RightOfWay.Value == RightOfWay.Yes))
        {
            Cross(draft, arm, -CrosswalkM / 2);
            draft.Assumptions.Add("a marked crosswalk, since the pedestrian had the right of way");
        }

        foreach (var leg in draft.Record.Road.Legs)
        {
            foreach (var control in leg.Control.Value.Where(c => c is not (Records.Control.None or Records.Control.Unknown)))
            {
                draft.Unused.Add($"control {Word(control)} of {leg.Id}: a road without junction has no place for it");
            }
        }
    }

    private static void Control(RoadDraft draft, Arm arm, Control control, double lineM, bool green)
    {
        string leg = arm.Leg.Id;
        switch (control)
        {
            case Records.Control.Signal:
                Bind(draft, arm, lineM, Light(arm, lineM, $"light:{leg}", green
                    ? [new(SignalState.Green, 28 * SecondUs), new(SignalState.Yellow, 3 * SecondUs), new(SignalState.Red, 35 * SecondUs)]
                    : [new(SignalState.Red, 33 * SecondUs), new(SignalState.Green, 28 * SecondUs), new(SignalState.Yellow, 3 * SecondUs), new(SignalState.Red, 2 * SecondUs)]));
                draft.Assumptions.Add($"lights of {leg} begin {(green ? "green" : "red")}: programme of 66 s, green for 28 s");
                break;
            case Records.Control.Flashing:
                Bind(draft, arm, lineM, Light(arm, lineM, $"light:{leg}", [new(green ? SignalState.Yellow : SignalState.Red, SecondUs / 2), new(SignalState.Off, SecondUs / 2)]));
                draft.Assumptions.Add($"the light of {leg} flashes {(green ? "yellow" : "red")}");
                break;
            case Records.Control.Stop:
                Bind(draft, arm, lineM, Sign(arm, lineM, $"sign:{leg}", "R1-1"));
                break;
            case Records.Control.Yield:
                Bind(draft, arm, lineM, Sign(arm, lineM, $"sign:{leg}", "R1-2"));
                break;
            case Records.Control.Officer or Records.Control.Other:
                draft.Unused.Add($"control {Word(control)} of {leg}: a map has no such thing");
                break;
        }
    }

    private static string Word(Control control) => control.ToString().ToLowerInvariant();

    private static MapSignal Light(Arm arm, double atM, string id, SignalPhase[] cycle) =>
        new() { Id = id, Kind = MapSignalKind.Light, Pose = Post(arm, atM), HeightM = 5, Cycle = cycle };

    private static MapSignal Sign(Arm arm, double atM, string id, string code) =>
        new() { Id = id, Kind = MapSignalKind.Sign, Code = code, Country = "US", Pose = Post(arm, atM), HeightM = 2.1 };

    /// <summary>A post at the right edge; its face looks at the incoming traffic.</summary>
    private static Pose2d Post(Arm arm, double atM)
    {
        var pose = arm.At(atM).Moved(0, -arm.HalfM - 0.6);
        return new Pose2d(pose.Position, pose.HeadingRad + Math.PI);
    }

    private static void Bind(RoadDraft draft, Arm arm, double lineM, MapSignal signal)
    {
        if (draft.Signals.Exists(s => s.Id == signal.Id))
        {
            return;
        }

        string id = $"stop:{arm.Leg.Id}";
        draft.Signals.Add(signal);
        var pose = arm.At(lineM);
        int existing = draft.StopLines.FindIndex(s => s.Id == id);
        if (existing < 0)
        {
            draft.StopLines.Add(new StopLine(id, pose.PointToWorld(new(0, -arm.HalfM + arm.In * arm.WidthM)), pose.PointToWorld(new(0, -arm.HalfM)), [signal.Id]));
        }
        else
        {
            draft.StopLines[existing] = draft.StopLines[existing] with { SignalIds = [.. draft.StopLines[existing].SignalIds, signal.Id] };
        }

        for (int lane = 1; lane <= arm.In; lane++)
        {
            draft.Change(Strip.Name(arm.Leg.Id, "in", lane), l => l with { SignalIds = [.. l.SignalIds, signal.Id], StopLineId = id });
        }
    }

    private static void Cross(RoadDraft draft, Arm arm, double fromM)
    {
        var (near, far) = (arm.At(fromM), fromM < 0 ? arm.At(0).Moved(-fromM) : arm.At(fromM + CrosswalkM));
        if (fromM < 0)
        {
            near = arm.At(-fromM);
        }

        draft.Crosswalks.Add(new Crosswalk($"crosswalk:{arm.Leg.Id}", new Polygon(
        [
            far.PointToWorld(new(0, -arm.HalfM)), near.PointToWorld(new(0, -arm.HalfM)),
            near.PointToWorld(new(0, arm.HalfM)), far.PointToWorld(new(0, arm.HalfM)),
        ])));
    }

    private static LegRecord? LegOf(CrashRecord record, string? id) => record.Road.Legs.FirstOrDefault(l => l.Id == id);

    /// <summary>Direction of the traffic that has green: that of the actor with the right of way, or null.</summary>
    private static double? Axis(CrashRecord record)
    {
        var actor = record.Actors.FirstOrDefault(a => a.IsVehicle() && a.RightOfWay.Value == RightOfWay.Yes) ?? record.Actors.FirstOrDefault(a => a.IsVehicle() && !a.IsParked());
        return LegOf(record, actor?.Leg.Value) is { } leg ? LegCompletion.Heading(leg) : null;
    }

    private static bool SameAxis(double aDeg, double bDeg) => Compass.Angle(aDeg, bDeg) is < 45 or > 135;
}
