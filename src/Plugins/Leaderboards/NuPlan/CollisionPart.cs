namespace Sim.Plugins.Leaderboards;

/// <summary>nuPlan's no_ego_at_fault_collisions: none with people or vehicles, one with an object for half the score.</summary>
internal static class CollisionPart
{
    /// <param name="ego">The ego.</param>
    /// <param name="contacts">Its first contacts.</param>
    /// <param name="together">Per sample whether the ego's corners share a lane; null without lanes: then no lateral contact is its fault.</param>
    /// <param name="atFault">Those at fault.</param>
    public static Measured<double> Of(EgoSamples ego, IReadOnlyList<Contact> contacts, bool[]? together, out IReadOnlyList<Contact> atFault)
    {
        bool IsAtFault(Contact contact) => contact.Class is CollisionClass.StoppedTrack or CollisionClass.ActiveFront
            || (contact.Class == CollisionClass.ActiveLateral && together is not null && !together[ego.SampleFrom(contact.TimeUs)]);

        var recording = ego.Recording;
        var found = contacts.Where(IsAtFault).ToList();
        atFault = found;
        string artefacts = found.Any(c => c.ReplayArtefact) ? "; among them replay artefacts" : "";
        if (found.Count == 0)
        {
            return Measured.Of(1.0, reason: contacts.Count == 0 ? "" : $"{contacts.Count} contact{(contacts.Count == 1 ? "" : "s")}, none at fault by its class");
        }

        int people = 0, vehicles = 0, objects = 0;
        foreach (var contact in found)
        {
            switch (recording.Find(EgoContacts.Other(recording, contact))?.Class)
            {
                case ActorClass.Pedestrian or ActorClass.Bicycle:
                    people++;
                    break;
                case ActorClass.StaticObject or ActorClass.Animal:
                    objects++;
                    break;
                default:
                    vehicles++;
                    break;
            }
        }

        double score = people > 0 || vehicles > 0 ? 0 : Math.Max(0, 1 - (objects / 2.0));
        var first = found[0];
        return Measured.Of(
            score,
            first.TimeUs,
            [ego.Ego.Id, EgoContacts.Other(recording, first)],
            [new("with people", people, ""), new("with vehicles", vehicles, ""), new("with objects", objects, ""), new("relative speed", first.RelativeSpeedMps, "m/s")],
            $"{found.Count} contact{(found.Count == 1 ? "" : "s")} at fault by class, the first {first.Class}{artefacts}");
    }
}
