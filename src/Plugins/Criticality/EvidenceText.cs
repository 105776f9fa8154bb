using System.Globalization;

namespace Sim.Plugins.Criticality;

/// <summary>Sentences that say why a case is critical, built from the metrics at or beyond their thresholds, contacts first.</summary>
internal static class EvidenceText
{
    public static IReadOnlyList<Evidence> Of(IReadOnlyList<Metric> metrics, Recording recording)
    {
        var sentences = new List<Evidence>();
        foreach (var contact in recording.Contacts.Where(c => c.A == recording.EgoId || c.B == recording.EgoId))
        {
            string other = contact.A == recording.EgoId ? contact.B : contact.A;
            string fault = contact.ReplayArtefact
                ? "a replayed actor drove into the ego, which had left its log: a replay artefact, not a finding about the ego"
                : contact.AtFault ? "at fault by its class" : "not at fault by its class";
            sentences.Add(new Evidence(
                string.Create(CultureInfo.InvariantCulture, $"At {contact.TimeUs / 1e6:0.00} s the ego and {other} touch at {contact.RelativeSpeedMps:0.0} m/s relative speed ({Words(contact.Class)}, {fault})."),
                contact.TimeUs,
                [recording.EgoId!, other]));
        }

        foreach (var metric in metrics)
        {
            if (metric.Value.WorstTimeUs is { } time && Sentence(metric) is { } text)
            {
                sentences.Add(new Evidence(string.Create(CultureInfo.InvariantCulture, $"At {time / 1e6:0.00} s {text}"), time, metric.Value.Actors));
            }
        }

        return sentences;
    }

    private static string? Sentence(Metric metric)
    {
        if (metric.Value.State == MeasuredState.TooLate)
        {
            return $"braking comes too late: {metric.Value.Reason}.";
        }

        if (metric.CriticalAt is not { } critical || metric.Value.Value is not { } value)
        {
            return null;
        }

        string other = metric.Value.Actors.Count > 1 ? metric.Value.Actors[1] : "another actor";
        string inputs = string.Join(", ", metric.Value.Inputs.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Name} {i.Value:0.0#} {i.Unit}")));
        return metric.Name switch
        {
            "min_ttc" when value <= critical => Text($"the time to collision with {other} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {inputs})."),
            "min_thw" when value <= critical => Text($"the headway to {other} falls to {value:0.00} s (critical at {critical:0.0#} s and below; {inputs})."),
            "min_pet" when value <= critical => Text($"the ego and {other} use the same place {value:0.00} s apart (critical at {critical:0.0#} s and below; {inputs})."),
            "max_drac" when value >= critical => Text($"avoiding {other} needs {value:0.0} m/s² of braking (critical at {critical:0.0#} m/s² and above; {inputs})."),
            _ => null,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Words(CollisionClass collisionClass) => collisionClass switch
    {
        CollisionClass.StoppedEgo => "the ego stood",
        CollisionClass.StoppedTrack => "the other stood",
        CollisionClass.ActiveFront => "with the ego's front",
        CollisionClass.ActiveRear => "at the ego's rear",
        _ => "at the ego's side",
    };
}
