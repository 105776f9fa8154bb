namespace Sim.Plugins.Criticality;

/// <summary>What the recorded contacts of the ego amount to. A replay artefact is counted apart and never the ego's fault.</summary>
internal static class ContactMetrics
{
    public static IEnumerable<(string Name, Measured<double> Value)> Of(Recording recording, Track ego)
    {
        var mine = recording.Contacts.Where(c => c.A == ego.Id || c.B == ego.Id).ToList();
        var real = mine.Where(c => !c.ReplayArtefact).ToList();
        var fault = real.Where(c => c.AtFault).ToList();
        yield return ("collision.any", Flag(real, ego));
        yield return ("collision.at_fault", Flag(fault, ego));
        yield return ("collision.count", Measured.Of<double>(real.Count));
        yield return ("collision.impact_speed", real.Count == 0
            ? Measured.NoConflict<double>("the ego touches nothing")
            : OfContact(real.MaxBy(c => c.RelativeSpeedMps)!.RelativeSpeedMps, real.MaxBy(c => c.RelativeSpeedMps)!, ego));
        yield return ("collision.replay_artefact", Measured.Of<double>(mine.Count - real.Count));
    }

    private static Measured<double> Flag(List<Contact> contacts, Track ego) =>
        contacts.Count == 0 ? Measured.Of(0.0) : OfContact(1, contacts[0], ego);

    private static Measured<double> OfContact(double value, Contact contact, Track ego) => Measured.Of(
        value,
        contact.TimeUs,
        [ego.Id, contact.A == ego.Id ? contact.B : contact.A],
        [
            new("relative speed", contact.RelativeSpeedMps, "m/s"),
            new("impact x", contact.X, "m"),
            new("impact y", contact.Y, "m"),
        ],
        $"{contact.Class}: {contact.ZoneA} of {contact.A} against {contact.ZoneB} of {contact.B}");
}
