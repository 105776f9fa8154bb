using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Settles whether a turn had begun, by where the vehicle was hit. Pure.</summary>
internal static class AttemptReader
{
    /// <summary>Marks turns as meant only of a vehicle that one from behind hit at its back: it was still in its lane, unless the codes say that it turned.</summary>
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
        action.Executed && action.BeforeImpact && action.Kind.Status == LeafStatus.Stated && action.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.UTurn;
}
