using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// Would a careful driver have avoided it? (docs/criticality/careful-drivers.md). Asked after a contact, or from a severity on; the last family, since it
/// builds on the others' metrics.
/// </summary>
internal sealed class CarefulFamily : MetricFamily
{
    private static readonly MetricDefinition Preventable = new("careful.preventable", "", WorseDirection.Higher) { CriticalAt = _ => 1, NeedsOthers = false };
    private static readonly MetricDefinition Disputed = new("careful.disputed", "", WorseDirection.Higher) { NeedsOthers = false };
    private static readonly MetricDefinition Applicable = new("careful.r157_applies", "", WorseDirection.Higher) { NeedsOthers = false };

    /// <inheritdoc/>
    public override string Name => "careful";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [Preventable, Disputed, Applicable];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        // As in the family of impacts: a recording that lists no contacts is swept for them.
        var contacts = scene.Recording.Contacts.Count > 0 ? scene.Recording.Contacts : ContactFinder.Find(scene.Recording);
        var contact = contacts.FirstOrDefault(c => !c.ReplayArtefact && (c.A == scene.Ego.Id || c.B == scene.Ego.Id));
        if (Subject(scene, sheet, contact, out int step, out long time) is not { } other)
        {
            string none = contact is not null ? "the actor that the ego touches is not in the recording together with it"
                : "the ego touches nothing" + (scene.Options.Careful.FromSeverity < 2 ? " and nothing is critical enough to ask" : "");
            AddAll(contact is null ? Measured.NoConflict<double>(none) : Measured.NotApplicable<double>(none));
            return;
        }

        var verdict = CarefulStudy.Of(scene, other, step, time, contact is not null, cancellationToken);
        foreach (var driver in verdict.Drivers)
        {
            sheet.Tell(driver);
        }

        IReadOnlyList<string> actors = [scene.Ego.Id, other.Track.Id];
        IReadOnlyList<MetricInput> inputs = [new("variants that avoid", verdict.BandPreventable, ""), new("variants", verdict.BandRuns, "")];
        string by = verdict.Applies ? "by the models of UN R157: " + verdict.Reason : "by the RSS ego and the reference driver; R157 does not apply: " + verdict.Reason;
        var moot = Measured.NoConflict<double>("the ego touches nothing, so nothing was to prevent");
        sheet.Add(Preventable, contact is null ? moot : Measured.Of(verdict.Preventable ? 1.0 : 0.0, time, actors, inputs, $"{verdict.Word} {by}"));
        sheet.Add(Disputed, contact is null ? moot : Measured.Of(verdict.Disputed ? 1.0 : 0.0, time, actors, inputs, verdict.Disputed ? "the verdict flips within the sensitivity band" : ""));
        sheet.Add(Applicable, Measured.Of(verdict.Applies ? 1.0 : 0.0, time, actors, [], verdict.Reason));
        sheet.SayFirst(WhyText.Of(scene, verdict));

        void AddAll(Measured<double> value)
        {
            foreach (var metric in Metrics)
            {
                sheet.Add(metric, value);
            }
        }
    }

    // The partner of the contact, else of the leading metric of a case that is severe enough.
    private static ActorView? Subject(EgoScene scene, MetricSheet sheet, Contact? contact, out int step, out long time)
    {
        string? id = null;
        time = 0;
        if (contact is not null)
        {
            (id, time) = (contact.A == scene.Ego.Id ? contact.B : contact.A, contact.TimeUs);
        }
        else if (scene.Options.Careful.FromSeverity < 2 && Triage.Of(sheet.Measured) is { } triage && triage.Severity >= scene.Options.Careful.FromSeverity
            && sheet.Measured.First(m => m.Name == triage.Leading).Value is { WorstTimeUs: { } worst, Actors.Count: > 1 } value)
        {
            (id, time) = (value.Actors[1], worst);
        }

        step = (int)Math.Clamp(Math.Round((double)time / scene.Recording.StepUs), scene.FromStep, scene.EndStep - 1);
        if (id is null)
        {
            return null;
        }

        // A contact between two steps belongs to the step before it where the recording ends there.
        while (step > scene.FromStep && !scene.At(step).Present)
        {
            step--;
        }

        int at = step;
        return scene.Others.FirstOrDefault(o => o.Track.Id == id && o.IsPresent(at));
    }
}
