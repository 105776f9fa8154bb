using Sim.Geometry;
using Sim.Plugins.Criticality.Metrics;
using Sim.Plugins.Criticality.Scenes;
using Sim.Simulation.Contacts;

namespace Sim.Plugins.Criticality.Impact;

/// <summary>
/// How hard the ego's contacts were (docs/criticality/impact.md). Contacts are the recording's; where it lists none, they are found by sweeping the boxes,
/// first instant within 1 ms.
/// </summary>
internal sealed class ImpactFamily : MetricFamily
{
    private const string Nothing = "the ego touches nothing";
    private static readonly MetricDefinition DeltaV = new("collision.delta_v", "m/s", WorseDirection.Higher) { NeedsOthers = false };
    private static readonly MetricDefinition Energy = new("collision.energy", "J", WorseDirection.Higher) { NeedsOthers = false };

    /// <inheritdoc/>
    public override string Name => "impact";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricDefinition> Metrics { get; } = [DeltaV, Energy];

    /// <inheritdoc/>
    public override void Measure(EgoScene scene, MetricSheet sheet, CancellationToken cancellationToken)
    {
        var recording = scene.Recording;
        bool listed = recording.Contacts.Count > 0;
        var contacts = listed ? recording.Contacts : ContactFinder.Find(recording);
        Measured<double>? deltaV = null;
        Measured<double>? energy = null;
        foreach (var contact in contacts)
        {
            bool first = contact.A == scene.Ego.Id;
            if (contact.ReplayArtefact || !(first || contact.B == scene.Ego.Id) || recording.Find(first ? contact.B : contact.A) is not { } other)
            {
                continue;
            }

            var relative = Velocity(scene, scene.Ego, contact.TimeUs) - Velocity(scene, other, contact.TimeUs);
            double mine = Severity.MassKg(scene.Ego.Class);
            double theirs = Severity.MassKg(other.Class);
            IReadOnlyList<MetricInput> inputs =
            [
                new("relative speed", relative.Length, "m/s"),
                new("ego speed", first ? contact.SpeedAMps : contact.SpeedBMps, "m/s"),
                new("other speed", first ? contact.SpeedBMps : contact.SpeedAMps, "m/s"),
                new("heading difference", contact.HeadingDifferenceRad, "rad"),
                new("impact x", contact.X, "m"),
                new("impact y", contact.Y, "m"),
                new("ego mass", mine, "kg"),
                new("other mass", theirs, "kg"),
            ];
            string how = $"{(first ? contact.ZoneA : contact.ZoneB)} of the ego against {(first ? contact.ZoneB : contact.ZoneA)} of {other.Id}{(listed ? "" : ", found by sweeping the boxes: the recording lists no contacts")}";
            deltaV = Worse(deltaV, Severity.DeltaVMps(mine, theirs, relative));
            energy = Worse(energy, Severity.EnergyLossJ(mine, theirs, relative));

            Measured<double> Worse(Measured<double>? before, double value) =>
                before?.Value >= value ? before : Measured.Of(value, contact.TimeUs, [scene.Ego.Id, other.Id], inputs, how);
        }

        sheet.Add(DeltaV, deltaV ?? Measured.NoConflict<double>(Nothing));
        sheet.Add(Energy, energy ?? Measured.NoConflict<double>(Nothing));
    }

    /// <inheritdoc/>
    public override string? Sentence(Metric metric) => metric is { Name: "collision.delta_v", Value.Value: { } value }
        ? FormattableString.Invariant($"the impact changes the ego's velocity by {value:0.0} m/s, if {EvidenceText.Other(metric)} sticks to it ({metric.Value.Reason}).")
        : null;

    private static Vector2d Velocity(EgoScene scene, Track track, long timeUs)
    {
        long stepUs = scene.Recording.StepUs;
        int step = (int)Math.Clamp(timeUs / stepUs, track.FirstStep, track.EndStep - 1);
        double fraction = Math.Clamp((timeUs - step * stepUs) / (double)stepUs, 0, 1);
        var state = track.At(step);
        if (fraction > 0 && track.IsPresent(step + 1))
        {
            state = ContactFinder.Between(state, track.At(step + 1), fraction);
        }

        return new Vector2d(state.SpeedMps, state.LateralMps).FromAxis(Vector2d.FromHeading(state.HeadingRad));
    }
}
