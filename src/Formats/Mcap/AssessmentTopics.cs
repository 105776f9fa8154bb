using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Sim.Formats.Foxglove;

namespace Sim.Formats.Mcap;

/// <summary>
/// What assessors say of a recording, for Foxglove: "/metrics", "/thresholds" and "/violations" (a JSON object a step, by assessor and metric), "/findings"
/// (Log), "/conflicts" (SceneUpdate: lines between the actors of a violation, crosses at contacts) and "/assessment" (JSON, all but the series). Nothing
/// is read back from here. Not thread-safe.
/// </summary>
internal sealed class AssessmentTopics
{
    private const double AboveM = 0.1;
    private const double CrossM = 1.2;
    private const int MaxText = 2000;
    private static readonly Color Red = new() { R = 0.8, G = 0.0, B = 0.15, A = 0.9 };
    private readonly McapWriter _mcap;
    private readonly Recording _recording;
    private readonly IReadOnlyList<Assessment> _assessments;
    private readonly AssessmentSeries _series;
    private readonly ushort _metrics;
    private readonly ushort _thresholds;
    private readonly ushort _violations;
    private readonly ushort _findings;
    private readonly ushort _conflicts;
    private readonly ushort _assessment;
    private HashSet<string> _drawn = new(StringComparer.Ordinal);

    /// <summary>Adds the channels.</summary>
    /// <param name="mcap">Where to.</param>
    /// <param name="update">Schema of foxglove.SceneUpdate.</param>
    /// <param name="log">Schema of foxglove.Log.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="assessments">What was made of it.</param>
    public AssessmentTopics(McapWriter mcap, ushort update, ushort log, Recording recording, IReadOnlyList<Assessment> assessments)
    {
        (_mcap, _recording, _assessments) = (mcap, recording, assessments);
        _series = new AssessmentSeries(recording, assessments);
        _metrics = Channel("/metrics", "sim.Metrics", "number", m => m.Metric.Series.Count > 0);
        _thresholds = Channel("/thresholds", "sim.Thresholds", "number", m => m.Metric.CriticalAt is not null);
        _violations = Channel("/violations", "sim.Violations", "boolean", m => m.Metric.CriticalAt is not null && m.Metric.Series.Count > 0);
        _findings = mcap.AddChannel("/findings", "protobuf", log);
        _conflicts = mcap.AddChannel("/conflicts", "protobuf", update);
        _assessment = mcap.AddChannel("/assessment", "json", mcap.AddSchema("sim.Assessments", "jsonschema", "{\"type\":\"object\"}"u8));
    }

    /// <summary>Adds what belongs to a step.</summary>
    public void Add(int step)
    {
        ulong timeNs = (ulong)_recording.TimeUs(step) * 1000;
        var samples = _series.At(step);
        if (samples.Count > 0)
        {
            _mcap.AddMessage(_metrics, timeNs, Nested(samples.Select(s => (_series.Metrics[s.Metric], (object)s.Value))));
            var judged = samples.Where(s => _series.Metrics[s.Metric].Metric.CriticalAt is not null).ToList();
            if (judged.Count > 0)
            {
                _mcap.AddMessage(_violations, timeNs, Nested(judged.Select(s => (_series.Metrics[s.Metric], (object)AssessmentSeries.Beyond(_series.Metrics[s.Metric].Metric, s.Value)))));
            }
        }

        // A plot joins the points of a threshold: the first and the last are enough.
        if (step == 0 || step == _recording.StepCount - 1)
        {
            var thresholds = _series.Metrics.Where(m => m.Metric.CriticalAt is not null).Select(m => (m, (object)m.Metric.CriticalAt!.Value)).ToList();
            if (thresholds.Count > 0)
            {
                _mcap.AddMessage(_thresholds, timeNs, Nested(thresholds));
            }
        }

        Conflicts(step, timeNs, samples);
    }

    /// <summary>Adds what is said once.</summary>
    /// <param name="moments">Instants worth a mark beside the recording's own events.</param>
    public void Finish(IReadOnlyList<RecordedEvent> moments)
    {
        _mcap.AddMessage(_assessment, 0, Json(json =>
        {
            json.WriteStartArray("assessments");
            foreach (var assessment in _assessments)
            {
                var slim = assessment with { Metrics = [.. assessment.Metrics.Select(m => m with { Series = [] })] };
                JsonSerializer.Serialize(json, slim, SimJson.Default.Assessment);
            }

            json.WriteEndArray();
        }));
        for (int i = 0; i < _recording.Contacts.Count; i++)
        {
            Contact(i, _recording.Contacts[i]);
        }

        foreach (var metric in _series.Metrics)
        {
            if (metric.Stretch is var (from, to))
            {
                string sign = metric.Metric.Worse == WorseDirection.Lower ? "<=" : ">=";
                string beyond = $"{metric.Name} {sign} {Number(metric.Metric.CriticalAt!.Value)} {ShownText.Clean(metric.Metric.Unit, 20)}".TrimEnd();
                Say(_recording.TimeUs(from), Log.Types.Level.Warning, metric.Assessor, $"{beyond} from here on");
                Say(_recording.TimeUs(to), Log.Types.Level.Info, metric.Assessor, $"{beyond} for the last time");
            }
        }

        foreach (var assessment in _assessments)
        {
            string name = ShownText.Clean(assessment.Assessor, 64);
            foreach (var evidence in assessment.Evidence)
            {
                Say(evidence.TimeUs ?? 0, Log.Types.Level.Warning, name, evidence.Text);
            }
        }

        foreach (var moment in moments)
        {
            Say(moment.TimeUs, Log.Types.Level.Info, moment.Kind, moment.Text);
        }
    }

    private void Conflicts(int step, ulong timeNs, IReadOnlyList<(int Metric, double Value)> samples)
    {
        var update = new SceneUpdate();
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, value) in samples)
        {
            var metric = _series.Metrics[index];
            if (metric.Stretch is not var (from, to) || step < from || step > to || Pair(metric.Metric, step) is not var (a, b))
            {
                continue;
            }

            string id = $"conflict {metric.Assessor} {metric.Name}";
            var line = new LinePrimitive { Type = LinePrimitive.Types.Type.LineStrip, Pose = FoxgloveScene.Identity(), Thickness = 0.2, Color = Red };
            line.Points.Add(new Point3 { X = a.X, Y = a.Y, Z = AboveM });
            line.Points.Add(new Point3 { X = b.X, Y = b.Y, Z = AboveM });
            string text = $"{metric.Name} {Number(value)} {ShownText.Clean(metric.Metric.Unit, 20)}".TrimEnd();
            update.Entities.Add(Entity(_recording.TimeUs(step), id, line, Label(text, (a.X + b.X) / 2, (a.Y + b.Y) / 2, 2 + drawn.Count)));
            drawn.Add(id);
        }

        foreach (string gone in _drawn.Where(id => !drawn.Contains(id)).Order(StringComparer.Ordinal))
        {
            update.Deletions.Add(new SceneEntityDeletion { Timestamp = FoxgloveScene.Time(_recording.TimeUs(step)), Type = SceneEntityDeletion.Types.Type.MatchingId, Id = gone });
        }

        if (update.Entities.Count + update.Deletions.Count > 0)
        {
            _mcap.AddMessage(_conflicts, timeNs, update.ToByteArray());
        }

        _drawn = drawn;
    }

    private void Contact(int index, Contact contact)
    {
        long timeUs = Math.Max(0, contact.TimeUs);
        string text = $"{ShownText.Clean(contact.A, 64)} touches {ShownText.Clean(contact.B, 64)}";
        Say(timeUs, Log.Types.Level.Error, "contact", contact.ReplayArtefact ? $"{text}, an artefact of the replay" : text);
        if (!double.IsFinite(contact.X) || !double.IsFinite(contact.Y))
        {
            return;
        }

        var cross = new LinePrimitive { Type = LinePrimitive.Types.Type.LineList, Pose = FoxgloveScene.Identity(), Thickness = 0.2, Color = Red };
        foreach (int side in (int[])[-1, 1])
        {
            cross.Points.Add(new Point3 { X = contact.X - CrossM, Y = contact.Y - side * CrossM, Z = AboveM });
            cross.Points.Add(new Point3 { X = contact.X + CrossM, Y = contact.Y + side * CrossM, Z = AboveM });
        }

        var update = new SceneUpdate();
        update.Entities.Add(Entity(timeUs, string.Create(CultureInfo.InvariantCulture, $"contact {index}"), cross, Label(text, contact.X, contact.Y, 3)));
        _mcap.AddMessage(_conflicts, (ulong)timeUs * 1000, update.ToByteArray());
    }

    private (ActorState A, ActorState B)? Pair(Metric metric, int step)
    {
        ActorState? first = null;
        foreach (string id in metric.Value.Actors)
        {
            if (_recording.Find(id) is { } track && track.IsPresent(step))
            {
                if (first is { } one)
                {
                    return (one, track.At(step));
                }

                first = track.At(step);
            }
        }

        return null;
    }

    private void Say(long timeUs, Log.Types.Level level, string name, string text)
    {
        timeUs = Math.Max(0, timeUs);
        var line = new Log { Timestamp = FoxgloveScene.Time(timeUs), Level = level, Name = ShownText.Clean(name, 64), Message = ShownText.Clean(text, MaxText) };
        _mcap.AddMessage(_findings, (ulong)timeUs * 1000, line.ToByteArray());
    }

    private static SceneEntity Entity(long timeUs, string id, LinePrimitive line, TextPrimitive text) =>
        new() { Timestamp = FoxgloveScene.Time(timeUs), FrameId = FoxgloveScene.Frame, Id = id, Lines = { line }, Texts = { text } };

    private static TextPrimitive Label(string text, double x, double y, double z)
    {
        var pose = FoxgloveScene.Identity();
        pose.Position = new Vector3 { X = x, Y = y, Z = z };
        return new TextPrimitive { Pose = pose, Billboard = true, FontSize = 0.8, Color = Red, Text = text };
    }

    private ushort Channel(string topic, string schema, string type, Func<AssessmentSeries.PlottedMetric, bool> has)
    {
        byte[] described = Json(json =>
        {
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var assessor in _series.Metrics.Where(has).GroupBy(m => m.Assessor, StringComparer.Ordinal))
            {
                json.WriteStartObject(assessor.Key);
                json.WriteString("type", "object");
                json.WriteStartObject("properties");
                foreach (var metric in assessor)
                {
                    json.WriteStartObject(metric.Name);
                    json.WriteString("type", type);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
        return _mcap.AddChannel(topic, "json", _mcap.AddSchema(schema, "jsonschema", described));
    }

    // Metrics of one assessor follow each other.
    private static byte[] Nested(IEnumerable<(AssessmentSeries.PlottedMetric Metric, object Value)> values) => Json(json =>
    {
        string? open = null;
        foreach (var (metric, value) in values)
        {
            if (open != metric.Assessor)
            {
                if (open is not null)
                {
                    json.WriteEndObject();
                }

                json.WriteStartObject(open = metric.Assessor);
            }

            if (value is bool flag)
            {
                json.WriteBoolean(metric.Name, flag);
            }
            else
            {
                json.WriteNumber(metric.Name, (double)value);
            }
        }

        if (open is not null)
        {
            json.WriteEndObject();
        }
    });

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.###" : "0.#", CultureInfo.InvariantCulture);
}
