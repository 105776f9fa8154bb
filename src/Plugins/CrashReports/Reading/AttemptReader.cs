using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>Settles whether a manoeuvre that was only tried had begun, by where the vehicle was hit. Pure.</summary>
internal static class AttemptReader
{
    /// <summary>Marks turns as not executed that a vehicle hit at its back only tried, and as begun those that one hit elsewhere was waiting for nothing to begin.</summary>
    public static IReadOnlyList<ActorRecord> Settle(Story story, IReadOnlyList<ActorRecord> actors, ToldContact? first)
    {
        if (first is null)
        {
            return actors;
        }

        var settled = new List<ActorRecord>(actors.Count);
        foreach (var actor in actors)
        {
            var plane = (first.A == actor.Id ? first.PlaneA : first.B == actor.Id ? first.PlaneB : null)?.Plane;
            bool fromBehind = plane == ContactPlane.Back || story.CodedAs(actor.Id, CodedKind.OtherBehind) is not null;
            settled.Add(fromBehind ? actor with { Actions = [.. actor.Actions.Select(a => IsTried(a) ? a with { Executed = false } : a)] } : actor);
        }

        return settled;
    }

    private static bool IsTried(ActionRecord action) =>
        action.Executed && action.BeforeImpact && action.Kind.Status == LeafStatus.Stated && action.Kind.Confidence < 0.9 && action.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn;
}
