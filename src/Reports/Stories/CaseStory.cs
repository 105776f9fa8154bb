using System.Globalization;
using Sim.Geometry;

namespace Sim.Reports.Stories;

/// <summary>
/// What happened in a case and why it is critical, in sentences built from its result and recording (criticality-and-reports §8.2 d). Every figure is one
/// of the assessors' or is read off the recording; nothing is judged anew. Stateless and thread-safe.
/// </summary>
internal static class CaseStory
{
    private static readonly (string Metric, string Way)[] Ways = [("min_ttb", "Braking"), ("min_tts", "Steering"), ("min_ttr", "Braking, steering or accelerating")];

    /// <summary>The sentences, in the order in which people ask.</summary>
    /// <param name="row">The case.</param>
    /// <param name="recording">Its recording, or null when there is none at hand.</param>
    /// <param name="nearest">The nearest case that passes, or null.</param>
    public static IReadOnlyList<StorySentence> Of(CaseRow row, Recording? recording, PassingNeighbour? nearest)
    {
        var result = row.Result;
        var contact = recording is null ? null : EgoContact(recording);
        var stretch = recording is null ? null : UnsafeStretch.Of(result, recording.StepUs);
        var told = new List<StorySentence>();
        told.AddRange(Outcome(result, recording, contact));
        told.AddRange(Critical(result, stretch, contact));
        if (recording is not null && stretch is not null)
        {
            told.Add(Since(recording, stretch, contact));
        }

        if (contact is not null || stretch is not null || CaseText.Severity(result) >= 1)
        {
            told.AddRange(Enough(result));
        }

        if (recording is not null && EgoDid(result, recording, stretch, contact) is { } did)
        {
            told.Add(did);
        }

        told.AddRange(Careful(result));
        if (nearest is not null)
        {
            told.Add(new StorySentence("nearest", Nearest(nearest), null));
        }

        told.AddRange(Mind(row, recording));
        return told;
    }

    /// <summary>Instants worth a mark beside the recorded events.</summary>
    public static IReadOnlyList<StoryMoment> Moments(CaseRow row, Recording recording) => Moments(row.Result, recording);

    /// <summary>The same of a result alone.</summary>
    public static IReadOnlyList<StoryMoment> Moments(CaseResult result, Recording recording)
    {
        var moments = new List<StoryMoment>();
        var stretch = UnsafeStretch.Of(result, recording.StepUs);
        if (stretch is not null)
        {
            moments.Add(new StoryMoment("unsafe", recording.TimeUs(stretch.FromStep), $"unsafe: {stretch.Metric.Name} {Threshold(stretch.Metric)} from here on"));
        }

        if (Find(result, "rss.dangerous") is { Value: { Value: 1, WorstTimeUs: { } dangerous } })
        {
            moments.Add(new StoryMoment("rss", dangerous, "no distance is safe by RSS from here on"));
        }

        if (Braking(result, recording, EgoContact(recording)) is { } braking)
        {
            moments.Add(new StoryMoment("brake", recording.TimeUs(braking.FromStep), $"the ego begins to brake, up to {Figure(braking.StrongestMps2, "m/s²")}"));
        }

        return moments;
    }

    /// <summary>The first contact of the ego that is a finding about it, else the first artefact, or null.</summary>
    public static Contact? EgoContact(Recording recording)
    {
        var mine = recording.Contacts.Where(c => c.A == recording.EgoId || c.B == recording.EgoId).ToList();
        return mine.FirstOrDefault(c => !c.ReplayArtefact) ?? mine.FirstOrDefault();
    }

    /// <summary>With whom the ego has its conflict: the contact's other actor, else the one of the leading metric, or null.</summary>
    public static string? Partner(CaseResult result, Recording recording)
    {
        if (EgoContact(recording) is { } contact)
        {
            return contact.A == recording.EgoId ? contact.B : contact.A;
        }

        var named = new[] { result.Ending?.Partner }.Concat(
            new[] { Find(result, CaseText.LeadingMetric(result)), Find(result, "min_ttc"), Find(result, "rss.margin"), Find(result, "min_thw") }.Select(m => m?.Value.Actors.FirstOrDefault(a => a != recording.EgoId)));
        return named.FirstOrDefault(id => id is not null && recording.Find(id) is not null);
    }

    private static IEnumerable<StorySentence> Outcome(CaseResult result, Recording? recording, Contact? contact)
    {
        string? status = result.Status switch
        {
            CaseStatus.Refused => "The scenario is invalid; nothing was run.",
            CaseStatus.DriverFailed => "The driver failed.",
            CaseStatus.Error => "The case could not be evaluated.",
            CaseStatus.TimedOut => "The case was stopped by its time limit.",
            CaseStatus.NotRun => "The case was not run.",
            _ => null,
        };
        if (status is not null || result.Reason.Length > 0)
        {
            yield return new StorySentence("outcome", $"{status} {result.Reason}".Trim(), status is null || result.End is null ? null : result.SimulatedUs);
        }

        if (contact is not null && recording is not null)
        {
            yield return new StorySentence("outcome", Touch(recording, contact), contact.TimeUs);
        }
        else if (Find(result, "collision.any") is { Value: { Value: 1, WorstTimeUs: { } us } touched })
        {
            yield return new StorySentence("outcome", $"At {MetricText.Seconds(us)} the ego touches {touched.Actors.ElementAtOrDefault(1) ?? "another actor"} ({touched.Reason}).", us);
        }
        else if (result.End is { } end && result.Status == CaseStatus.Assessed)
        {
            yield return new StorySentence("outcome", $"The ego touches nobody; {End(end)} after {MetricText.Seconds(result.SimulatedUs)}.", null);
        }
    }

    private static string Touch(Recording recording, Contact contact)
    {
        bool first = contact.A == recording.EgoId;
        string other = first ? contact.B : contact.A;
        string kind = recording.Find(other) is { } track ? $", {Words(track.Class.ToString())}" : "";
        var (mine, theirs) = first ? (contact.ZoneA, contact.ZoneB) : (contact.ZoneB, contact.ZoneA);
        double speed = first ? contact.SpeedAMps : contact.SpeedBMps;
        string fault = contact.ReplayArtefact ? "a replayed actor that does not react drove into the ego: an artefact, no finding about the ego"
            : $"by its class, {Words(contact.Class.ToString())}, the ego is {(first && contact.AtFault ? "" : "not ")}at fault";
        return $"At {MetricText.Seconds(contact.TimeUs)} the ego ({Words(mine.ToString())}, {Figure(speed, "m/s")}) touches {other}{kind} ({Words(theirs.ToString())}) "
            + $"at {Figure(contact.RelativeSpeedMps, "m/s")} relative speed; {fault}.";
    }

    private static IEnumerable<StorySentence> Critical(CaseResult result, UnsafeStretch? stretch, Contact? contact)
    {
        var leading = Find(result, CaseText.LeadingMetric(result));
        if (leading is not null && (leading.CriticalAt is null || UnsafeStretch.Critical(leading)))
        {
            yield return OfMetric(leading, " (leads the ranking)");
        }

        // At a contact every time and gap is nought; when it began says more, and that is the next sentence.
        if (contact is null && stretch is not null && stretch.Metric.Name != leading?.Name)
        {
            yield return OfMetric(stretch.Metric, "");
        }
    }

    private static StorySentence OfMetric(Metric metric, string leads)
    {
        string threshold = metric.CriticalAt is null ? "" : $", {Threshold(metric)},";
        string value = metric.Value.Value is { } number ? Figure(number, metric.Unit) : MetricText.Of(metric.Value, metric.Unit);
        string with = metric.Value.Actors.Count > 1 ? $" with {string.Join(", ", metric.Value.Actors.Skip(1))}" : "";
        string at = metric.Value.WorstTimeUs is { } us ? $" at {MetricText.Seconds(us)}" : "";
        // Where on the map is for the picture.
        var inputs = metric.Value.Inputs.Where(i => i.Name is not ("impact x" or "impact y" or "heading difference")).Take(5).Select(i => $"{i.Name} {Figure(i.Value, i.Unit)}").ToList();
        return new StorySentence("critical", $"{metric.Name}{leads} is {value}{threshold}{at}{with}{(inputs.Count == 0 ? "" : ": " + string.Join(", ", inputs))}.", metric.Value.WorstTimeUs);
    }

    private static string Threshold(Metric metric) =>
        $"critical at {Figure(metric.CriticalAt ?? 0, metric.Unit)} and {(metric.Worse == WorseDirection.Lower ? "below" : "above")}";

    private static StorySentence Since(Recording recording, UnsafeStretch stretch, Contact? contact)
    {
        var metric = stretch.Metric;
        long from = recording.TimeUs(stretch.FromStep);
        string side = metric.Worse == WorseDirection.Lower ? "at or below" : "at or above";
        string beyond = $"{metric.Name} is {side} {Figure(metric.CriticalAt ?? 0, metric.Unit)}";
        double first = metric.Series.First(v => v.Step == stretch.FromStep).Value;
        string apart = metric.Value.Actors.Count > 1 ? Apart(recording, metric.Value.Actors[1], stretch.FromStep) : "";
        string then = $" ({Figure(first, metric.Unit)} then{apart})";
        string text = contact is not null && contact.TimeUs >= from
            ? $"From {MetricText.Seconds(from)} on {beyond}{then}, {MetricText.Seconds(contact.TimeUs - from)} before the contact."
            : $"From {MetricText.Seconds(from)} until {MetricText.Seconds(recording.TimeUs(stretch.ToStep))} {beyond}{then}.";
        return new StorySentence("since", text, from);
    }

    // Distance of the boxes and the speed at which it shrinks, read off the recording.
    private static string Apart(Recording recording, string other, int step)
    {
        if (recording.Ego() is not { } ego || recording.Find(other) is not { } there || !ego.IsPresent(step) || !there.IsPresent(step))
        {
            return "";
        }

        double gap = Gap(step);
        string closing = step > 0 && ego.IsPresent(step - 1) && there.IsPresent(step - 1) && gap > 0
            ? $", closing {Figure((Gap(step - 1) - gap) / (recording.StepUs / 1e6), "m/s")}" : "";
        return $": {Figure(gap, "m")} from {other}{closing}, the ego at {Figure(ego.At(step).SpeedMps, "m/s")}";

        double Gap(int at) => new OrientedBox(ego.At(at), ego.Body).DistanceTo(new OrientedBox(there.At(at), there.Body));
    }

    private static IEnumerable<StorySentence> Enough(CaseResult result)
    {
        string before = "";
        foreach (var (name, way) in Ways)
        {
            if (Find(result, name) is not { } metric || metric.Value.Reason.Length == 0)
            {
                continue;
            }

            string text = metric.Value.State switch
            {
                MeasuredState.Value => $"{Figure(metric.Value.Value!.Value, metric.Unit)} left at the worst instant; {metric.Value.Reason}",
                MeasuredState.TooLate => metric.Value.Reason,
                _ => "",
            };
            // All ways together often come to what braking does.
            if (text.Length == 0 || text == before || (name == "min_ttr" && before.Length > 0 && metric.Value.State == MeasuredState.TooLate))
            {
                continue;
            }

            before = before.Length == 0 ? text : before;
            yield return new StorySentence("enough", $"{way} ({name}): {text}.", metric.Value.WorstTimeUs);
        }
    }

    private static EgoBraking? Braking(CaseResult result, Recording recording, Contact? contact)
    {
        if (recording.Ego() is not { } ego)
        {
            return null;
        }

        // A contact that nobody was asked about ends nothing; without one, the worst instant of what leads.
        long? about = contact is { ReplayArtefact: false } ? contact.TimeUs
            : UnsafeStretch.Of(result, recording.StepUs)?.Metric.Value.WorstTimeUs ?? Find(result, CaseText.LeadingMetric(result))?.Value.WorstTimeUs;
        return about is { } us ? EgoBraking.Before(ego, (int)Math.Min(us / recording.StepUs, int.MaxValue - 1), recording.StepUs, contact is null) : null;
    }

    private static StorySentence? EgoDid(CaseResult result, Recording recording, UnsafeStretch? stretch, Contact? contact)
    {
        if (contact is null && stretch is null)
        {
            return null;
        }

        if (Braking(result, recording, contact) is not { } braking)
        {
            return new StorySentence("ego", contact is null ? "The ego does not brake." : "The ego does not brake before the contact.", null);
        }

        long began = recording.TimeUs(braking.FromStep);
        long? unsafeUs = stretch is null ? null : recording.TimeUs(stretch.FromStep);
        string late = unsafeUs is not { } us ? ""
            : began >= us ? $", {MetricText.Seconds(began - us)} after it became unsafe" : $", {MetricText.Seconds(us - began)} before it became unsafe";
        string before = contact is not null && contact.TimeUs > began ? $" and {MetricText.Seconds(contact.TimeUs - began)} before the contact" : "";
        return new StorySentence("ego", $"The ego begins to brake at {MetricText.Seconds(began)}{late}{before}, with up to {Figure(braking.StrongestMps2, "m/s²")}.", began);
    }

    private static IEnumerable<StorySentence> Careful(CaseResult result)
    {
        var drivers = result.Assessments.SelectMany(a => a.Counterfactuals).ToList();
        if (drivers.Count == 0)
        {
            yield break;
        }

        var verdict = Find(result, "careful.preventable");
        if (verdict is { Value.State: MeasuredState.Value })
        {
            string band = verdict.Value.Inputs is [{ } avoid, { } all, ..] ? $"; {Figure(avoid.Value, "")} of {Figure(all.Value, "")} variants of reaction time and deceleration avoid it" : "";
            yield return new StorySentence("careful", $"The contact is {verdict.Value.Reason}{band}.", null);
        }

        var parts = new List<string>();
        Add("would have avoided it", CounterfactualOutcome.Avoids);
        Add("would have touched somebody too", CounterfactualOutcome.Collides);
        if (parts.Count > 0)
        {
            var first = drivers.FirstOrDefault(d => d.Outcome == CounterfactualOutcome.Avoids && d.ReactionTimeUs is not null);
            string reacts = first is null ? "" : $" The {first.Model} reacts at {MetricText.Seconds(first.ReactionTimeUs!.Value)}.";
            yield return new StorySentence("careful", $"In its place {string.Join("; ", parts)}.{reacts}", first?.ReactionTimeUs ?? drivers.FirstOrDefault(d => d.AlarmTimeUs is not null)?.AlarmTimeUs);
        }

        void Add(string what, CounterfactualOutcome outcome)
        {
            string names = string.Join(", ", drivers.Where(d => d.Outcome == outcome).Select(d => d.BandRuns > 0 ? $"{d.Model} ({Count(d.BandAvoids)} of {Count(d.BandRuns)})" : d.Model));
            if (names.Length > 0)
            {
                parts.Add($"{names} {what}");
            }
        }
    }

    private static string Nearest(PassingNeighbour nearest)
    {
        if (nearest.Changes.Count == 0)
        {
            return nearest.OtherDraw ? $"Another draw of the same parameters passes: {nearest.CaseId}." : $"Another replica of the same parameters passes: {nearest.CaseId}.";
        }

        string changes = string.Join(", ", nearest.Changes.Take(8).Select(c => $"{c.Name} {c.There} in place of {c.Here}"));
        return $"The nearest case of this run that passes is {nearest.CaseId}: {changes}.";
    }

    private static IEnumerable<StorySentence> Mind(CaseRow row, Recording? recording)
    {
        var result = row.Result;
        if (result.Traffic == "log-replay" && (recording?.Contacts.Count > 0 || CaseText.Severity(result) >= 1))
        {
            yield return new StorySentence("mind", "The others are replayed from a log and do not react to the ego.", null);
        }

        var failed = result.Assessments.SelectMany(a => a.Metrics).Where(m => m.Value.State == MeasuredState.Failed).Select(m => m.Name).ToList();
        if (failed.Count > 0)
        {
            yield return new StorySentence("mind", $"Could not be computed: {string.Join(", ", failed.Take(8))}{(failed.Count > 8 ? $" and {Count(failed.Count - 8)} more" : "")}.", null);
        }

        if (result.End is not null && result.Reproducibility != Reproducibility.Bit)
        {
            yield return new StorySentence("mind", result.Reproducibility == Reproducibility.FromRecording
                ? "The driver may answer otherwise when it is asked again: this is one sample of what it does."
                : "Another run may differ: this is one sample of what simulator and driver do.", null);
        }
    }

    private static Metric? Find(CaseResult result, string name) => name.Length == 0 ? null : result.Assessments.SelectMany(a => a.Metrics).FirstOrDefault(m => m.Name == name);

    private static string End(RecordingEnd end) => end switch
    {
        RecordingEnd.Horizon => "the horizon is reached",
        RecordingEnd.GoalReached => "it reaches its goal",
        RecordingEnd.Contact => "the recording ends at a contact",
        RecordingEnd.DriverFailed => "the driver fails",
        RecordingEnd.SimulatorFailed => "the simulator fails",
        RecordingEnd.Interrupted => "it is interrupted",
        RecordingEnd.StoryboardEnd => "the storyboard ends",
        _ => "the log ends",
    };

    private static string Words(string member)
    {
        var words = new System.Text.StringBuilder();
        foreach (char c in member)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }

    // Three significant digits: a sentence is no table.
    private static string Figure(double value, string unit)
    {
        double size = Math.Abs(value);
        double rounded = size < 1e-9 ? 0 : size < 10 ? Math.Round(value, size < 1 ? 3 : 2) : size < 100 ? Math.Round(value, 1) : value;
        return MetricText.Number(rounded, unit);
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
