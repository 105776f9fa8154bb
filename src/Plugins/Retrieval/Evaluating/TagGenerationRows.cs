using System.Globalization;
using System.Text.Json;
using Sim.Plugins.Retrieval.Generating;
using Sim.Plugins.Retrieval.Tags;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// The rows of <c>sim evaluate retrieval</c> about manoeuvres on request: for each tag that the recordings show, so many scenarios are asked for; a refused
/// one counts as not recognised.
/// </summary>
internal static class TagGenerationRows
{
    /// <summary>Least share of scenarios that show what was asked for.</summary>
    public const double MinRecognised = 0.85;

    /// <summary>Measures.</summary>
    /// <param name="request">Where files may be read, the data to retrieve from, and the seed.</param>
    /// <param name="each">Scenarios for each tag, at least 1.</param>
    /// <param name="items">Receives one item for each tag.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static IReadOnlyList<MeasureRow> Of(EvaluationRequest request, int each, List<EvaluationItem> items, CancellationToken cancellationToken)
    {
        var generator = new RetrievalGenerator();
        int asked = 0, recognised = 0, blended = 0, judged = 0, agreed = 0;
        var none = new List<string>();
        foreach (string tag in BehaviourTag.All)
        {
            var generate = new GenerateRequest { Entry = "evaluation", Files = request.Files, From = From(request.Data, tag, each) };
            var tally = new Tally();
            foreach (var key in generator.Plan(generate, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                One(generator, generate, key, request.Seed, tag, tally, cancellationToken);
            }

            items.Add(new EvaluationItem("generated " + tag, tally.ToJson(tag, each)));
            if (!tally.Shown)
            {
                none.Add(tag);
                continue;
            }

            asked += each;
            recognised += tally.Recognised;
            blended += tally.Blended;
            judged += tally.Judged;
            agreed += tally.Agreed;
        }

        if (asked == 0)
        {
            return [];
        }

        string n = $"{asked} scenarios";
        string beside = none.Count > 0 ? "no recording shows " + string.Join(", ", none) : "";
        var rows = new List<MeasureRow>
        {
            MeasureRow.AtLeast("requested manoeuvre recognised by the rules", "", (double)recognised / asked, MinRecognised, n, beside),
            MeasureRow.Plain("of these blended with neighbours", "", recognised > 0 ? (double)blended / recognised : 0, n, "the others are the retrieved behaviour alone, since the blend lost the manoeuvre"),
        };
        if (judged > 0)
        {
            rows.Add(MeasureRow.Plain("recognised by a plain classifier of path and speed", "", (double)agreed / judged, $"{judged} scenarios", string.Join(", ", PlainManoeuvres.Tags)));
        }

        return rows;
    }

    private static void One(RetrievalGenerator generator, GenerateRequest request, CaseKey key, ulong seed, string tag, Tally tally, CancellationToken cancellationToken)
    {
        Scenario scenario;
        try
        {
            scenario = generator.Generate(request, key, Numerics.Seed.Derive(seed, CaseId.Of(request.Entry, key, 0), 0, "scenario"), cancellationToken);
        }
        catch (RefusedException e)
        {
            tally.Refused(e.Message);
            return;
        }

        var recording = Played(scenario);
        string[] actors = [.. BehaviourTagger.Find(recording).Where(s => s.Tag == tag).Select(s => s.ActorId)];
        bool plain = recording.Tracks.Any(t => PlainManoeuvres.Tags.Contains(tag)
            && PlainManoeuvres.Shows(recording.Map, [.. Enumerable.Range(t.FirstStep, t.Count).Select(t.At)], recording.StepUs * 1e-6, tag) && (actors.Length == 0 || actors.Contains(t.Id)));
        tally.Add(actors.Length > 0, !scenario.Provenance.Assumptions.Any(a => a.Contains("stands alone", StringComparison.Ordinal)), PlainManoeuvres.Tags.Contains(tag), plain);
    }

    /// <summary>A scenario as it goes when the ego does what it is proposed: logs and trajectories as tracks.</summary>
    internal static Recording Played(Scenario scenario)
    {
        var tracks = new List<Track>();
        foreach (var actor in scenario.Actors)
        {
            var states = actor.Behaviour switch
            {
                TrajectoryBehaviour t => t.States,
                DriverBehaviour d => d.Log,
                _ => [],
            };
            if (states.Count > 0)
            {
                tracks.Add(Track.FromStates(actor.Id, actor.Class, actor.Body, (int)(states[0].TimeUs / scenario.StepUs), [.. states.Select(s => s.State)]));
            }
        }

        return new Recording
        {
            Name = scenario.Name,
            StepUs = scenario.StepUs,
            StepCount = Math.Max(1, tracks.Count > 0 ? tracks.Max(t => t.EndStep) : 1),
            Map = scenario.Map,
            EgoId = scenario.EgoId,
            Tracks = tracks,
            Provenance = scenario.Provenance,
        };
    }

    private static Setting From(string data, string tag, int each) => Map(("retrieval", Map(
        ("index", Setting.Scalar(data)),
        ("like", Setting.Scalar(tag)),
        ("count", Setting.Scalar(each.ToString(CultureInfo.InvariantCulture))))));

    private static Setting Map(params (string Key, Setting Value)[] entries) =>
        new() { Kind = SettingKind.Map, Entries = [.. entries.Select(e => new SettingEntry(e.Key, e.Value, 0, 0))] };

    private sealed class Tally
    {
        private readonly SortedSet<string> _reasons = new(StringComparer.Ordinal);

        public int Recognised { get; private set; }

        public int Blended { get; private set; }

        public int Judged { get; private set; }

        public int Agreed { get; private set; }

        /// <summary>False when no recording shows the tag: then there is nothing to ask for.</summary>
        public bool Shown { get; private set; }

        public void Refused(string reason)
        {
            Shown |= !reason.Contains("no scene of the index shows", StringComparison.Ordinal) && !reason.Contains("but none long enough", StringComparison.Ordinal);
            _reasons.Add(reason);
        }

        public void Add(bool recognised, bool blended, bool judged, bool agreed)
        {
            Shown = true;
            Recognised += recognised ? 1 : 0;
            Blended += recognised && blended ? 1 : 0;
            Judged += judged ? 1 : 0;
            Agreed += judged && agreed ? 1 : 0;
        }

        public JsonElement ToJson(string tag, int asked)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("measure", "generation");
                json.WriteString("tag", tag);
                json.WriteNumber("asked", asked);
                json.WriteNumber("recognised", Recognised);
                json.WriteNumber("blended", Blended);
                if (Judged > 0)
                {
                    json.WriteNumber("plain_recognised", Agreed);
                }

                json.WriteStartArray("refusals");
                foreach (string reason in _reasons)
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            return JsonDocument.Parse(buffer.WrittenMemory).RootElement.Clone();
        }
    }
}
