using Sim.Simulation.Contacts;

namespace Sim.Plugins.Leaderboards;

/// <summary>The ego's contacts with each other actor.</summary>
internal static class EgoContacts
{
    /// <summary>
    /// The first contact with each actor, in order of time: those of the recording, or, where it holds none, those that its boxes show.
    /// </summary>
    /// <param name="recording">A recording with an ego.</param>
    /// <param name="withArtefacts">False to leave out contacts that only the replay is to blame for.</param>
    public static IReadOnlyList<Contact> Of(Recording recording, bool withArtefacts)
    {
        var contacts = recording.Contacts.Count > 0 ? recording.Contacts : ContactFinder.Find(recording);
        var met = new HashSet<string>(StringComparer.Ordinal);
        return [.. contacts.Where(c => (c.A == recording.EgoId || c.B == recording.EgoId) && (withArtefacts || !c.ReplayArtefact) && met.Add(Other(recording, c)))];
    }

    /// <summary>Id of the other side.</summary>
    public static string Other(Recording recording, Contact contact) => contact.A == recording.EgoId ? contact.B : contact.A;
}
