using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Impact;

/// <summary>
/// What the recorded contacts of the ego amount to (docs/criticality/impact.md). A replay artefact is counted apart and never the ego's fault.
/// </summary>
internal sealed class ContactFamily : MetricFamily
{
    private static readonly MetricDefinition Any = Of("collision.any", "") with { CriticalAt = _ => 1 };
    private static readonly MetricDefinition AtFault = Of("collision.at_fault", "") with { CriticalAt = _ => 1 };
    private static readonly MetricDefinition Count = Of("collision.count", "") with { CriticalAt = _ => 1 };
    private static readonly MetricDefinition ImpactSpeed = Of("collision.impact_speed", "m/s");
    private static readonly MetricDefinition ReplayArtefact = Of("collision.replay_artefact", "");

    /// <inheritdoc/>
    public override string Name => "collision";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Any, AtFault, Count, ImpactSpeed, ReplayArtefact];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var ego = scene.Ego;
        var mine = scene.Recording.Contacts.Where(c => c.A == ego.Id || c.B == ego.Id).ToList();
        var real = mine.Where(c => !c.ReplayArtefact).ToList();
        var worst = real.MaxBy(c => c.RelativeSpeedMps);
        sheet.Add(Any, Flag(real, ego));
        sheet.Add(AtFault, Flag(real.Where(c => c.AtFault).ToList(), ego));
        sheet.Add(Count, Measured.Of<double>(real.Count));
        sheet.Add(ImpactSpeed, worst is null ? Measured.NoConflict<double>("the ego touches nothing") : OfContact(worst.RelativeSpeedMps, worst, ego));
        sheet.Add(ReplayArtefact, Measured.Of<double>(mine.Count - real.Count));
        foreach (var contact in mine)
        {
            sheet.Say(Sentence(contact, ego.Id));
        }
    }

    private static Evidence Sentence(Contact contact, string ego)
    {
        string other = contact.A == ego ? contact.B : contact.A;
        string fault = contact.ReplayArtefact
            ? "a replayed actor drove into the ego, which had left its log: a replay artefact, not a finding about the ego"
            : contact.AtFault ? "at fault by its class" : "not at fault by its class";
        return new Evidence(
            FormattableString.Invariant($"At {contact.TimeUs / 1e6:0.00} s the ego and {other} touch at {contact.RelativeSpeedMps:0.0} m/s relative speed ({Words(contact.Class)}, {fault})."),
            contact.TimeUs,
            [ego, other]);
    }

    private static string Words(CollisionClass collisionClass) => collisionClass switch
    {
        CollisionClass.StoppedEgo => "the ego stood",
        CollisionClass.StoppedTrack => "the other stood",
        CollisionClass.ActiveFront => "with the ego's front",
        CollisionClass.ActiveRear => "at the ego's rear",
        _ => "at the ego's side",
    };

    private static MetricDefinition Of(string name, string unit) => new(name, unit, WorseDirection.Higher) { NeedsOthers = false };

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
