using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// R5: the sides of the first contact fit headings and actions. Only what geometry forbids is a finding: an actor that turns, spins, changes lanes or
/// backs up may be hit on any side. Thread-safe.
/// </summary>
internal static class ContactRule
{
    private const string Rule = "R5";

    public static IEnumerable<Doubt> Check(CrashRecord record)
    {
        if (record.Impacts.Count == 0 || record.Impacts[0] is not { A.Actor: { } first, B.Actor: { } second } impact) yield break;
        var a = record.Actors.FirstOrDefault(actor => actor.Id == first);
        var b = record.Actors.FirstOrDefault(actor => actor.Id == second);
        if (a is null || b is null) yield break;
        if (Striking(record, impact, a) is { } strikingA) yield return strikingA;
        if (Striking(record, impact, b) is { } strikingB) yield return strikingB;
        if (impact.Striking.Value is { } striker && PlaneOf(impact, striker) is ContactPlane.Back && !Backs(striker == first ? a : b))
        {
            yield return Doubt.Drop(Rule, "impacts/1/striking", $"{striker} was hit at its back and does not back up, so it did not strike");
        }

        if (Free(a) || Free(b) || a.HeadingDeg.Value is not { } headingA || b.HeadingDeg.Value is not { } headingB) yield break;
        var planes = (Kind(impact.A.Plane.Value), Kind(impact.B.Plane.Value));
        if (planes.Item1 is ' ' || planes.Item2 is ' ') yield break;
        double between = Compass.Between(headingA, headingB);
        string pair = string.Concat(new[] { planes.Item1, planes.Item2 }.Order());
        string? wrong = between switch
        {
            <= 23 when pair == "FF" => "vehicles of the same direction do not meet front to front",
            <= 23 when pair == "BB" => "vehicles of the same direction do not meet back to back",
            >= 157 when pair is "BF" or "BB" => "vehicles of opposite directions do not meet at a back",
            > 67 and < 113 when pair is "BF" or "BB" => "vehicles of crossing directions do not meet at a back",
            _ => null,
        };
        if (wrong is null) yield break;
        // The least certain of the four goes.
        var leaves = new (string Path, double Confidence)[]
        {
            ("impacts/1/a/plane", impact.A.Plane.Confidence), ("impacts/1/b/plane", impact.B.Plane.Confidence),
            ($"actors/{first}/heading_deg", a.HeadingDeg.Confidence), ($"actors/{second}/heading_deg", b.HeadingDeg.Confidence),
        };
        yield return Doubt.Drop(Rule, leaves.MinBy(leaf => leaf.Confidence).Path, wrong);
    }

    private static Doubt? Striking(CrashRecord record, ImpactRecord impact, ActorRecord actor)
    {
        bool stands = actor.Movement.Value is Movement.ParkedOrDisabled || actor.SpeedRelation.Value is SpeedRelation.Stopped
            || (actor.Movement.Value is Movement.Stopped && actor.Actions.All(action => action.Kind.Value is ActionKind.Stop or ActionKind.Park or ActionKind.Unknown || !action.Executed || !action.BeforeImpact));
        bool starts = actor.Actions.Any(action => action.Executed && action.Kind.Value is ActionKind.StartFromStop or ActionKind.EnterRoad or ActionKind.Accelerate
            or ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn or ActionKind.Reverse or ActionKind.CrossStraight or ActionKind.ChangeLaneLeft or ActionKind.ChangeLaneRight);
        if (!stands || starts || impact.Striking.Value != actor.Id) return null;
        var finding = new RecordFinding(Rule, "impacts/1/striking", $"{actor.Id} stood, so it did not strike");
        if (actor.Movement.Confidence >= impact.Striking.Confidence || actor.SpeedRelation.Value is SpeedRelation.Stopped) return new Doubt(finding, now => LeafMap.Drop(now, finding.Path));
        return new Doubt(finding, now => LeafMap.Drop(now, $"actors/{actor.Id}/movement"));
    }

    private static ContactPlane PlaneOf(ImpactRecord impact, string id) => impact.A.Actor == id ? impact.A.Plane.Value : impact.B.Plane.Value;

    private static bool Backs(ActorRecord actor) => actor.Movement.Value == Movement.BackingUp || actor.Actions.Any(action => action.Kind.Value == ActionKind.Reverse);

    /// <summary>True when its heading at the contact need not be that of its approach.</summary>
    private static bool Free(ActorRecord actor) => actor.Id[0] != 'V'
        || actor.Movement.Value is not (Movement.Unknown or Movement.GoingStraight or Movement.Stopped or Movement.Decelerating or Movement.Accelerating or Movement.Starting)
        || actor.Avoidance.Value.Any(one => one is Avoidance.SteerLeft or Avoidance.SteerRight)
        || actor.Actions.Any(action => action.Kind.Value is not (ActionKind.Unknown or ActionKind.Follow or ActionKind.Accelerate or ActionKind.Decelerate or ActionKind.Stop
            or ActionKind.StartFromStop or ActionKind.CrossStraight));

    private static char Kind(ContactPlane plane) => plane switch
    {
        ContactPlane.Front => 'F',
        ContactPlane.Back => 'B',
        ContactPlane.Left or ContactPlane.Right => 'S',
        _ => ' ',
    };
}
