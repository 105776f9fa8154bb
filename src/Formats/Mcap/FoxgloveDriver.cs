using System.Text.Json;
using Google.Protobuf;
using Sim.Formats.Foxglove;

namespace Sim.Formats.Mcap;

/// <summary>
/// What Foxglove shows of drivers' debug output: topic "/driver/scene" (the plan as a line, candidates as thin lines beside it), "/driver/signals"
/// (one JSON object a step, so that a plot reads <c>/driver/signals.ttc</c>) and "/driver/log". Written only when an answer holds debug output;
/// nothing is read back from here. Not thread-safe.
/// </summary>
internal sealed class FoxgloveDriver
{
    private const string PlanId = "plan";
    // Above the road's own lines, which would flicker through.
    private const double AboveM = 0.05;
    private const double PlanM = 0.15;
    private const double CandidateM = 0.05;
    private readonly McapWriter _mcap;
    private readonly ushort _scene;
    private readonly ushort _signals;
    private readonly ushort _log;
    private List<string> _drawn = [];

    /// <summary>Adds the channels.</summary>
    /// <param name="mcap">Where to.</param>
    /// <param name="update">Schema of foxglove.SceneUpdate.</param>
    /// <param name="log">Schema of foxglove.Log.</param>
    /// <param name="recording">Whose signals are named in the schema.</param>
    public FoxgloveDriver(McapWriter mcap, ushort update, ushort log, Recording recording)
    {
        _mcap = mcap;
        _scene = mcap.AddChannel("/driver/scene", "protobuf", update);
        _signals = mcap.AddChannel("/driver/signals", "json", mcap.AddSchema("sim.DriverSignals", "jsonschema", SignalSchema(recording)));
        _log = mcap.AddChannel("/driver/log", "protobuf", log);
    }

    /// <summary>Adds the messages of an answer.</summary>
    public void Add(ulong timeNs, DriverAnswer answer)
    {
        long timeUs = (long)(timeNs / 1000);
        var update = Scene(timeUs, answer);
        if (update.Entities.Count + update.Deletions.Count > 0)
        {
            _mcap.AddMessage(_scene, timeNs, update.ToByteArray());
        }

        if (answer.Debug is not { } debug)
        {
            return;
        }

        if (debug.Signals.Count > 0)
        {
            _mcap.AddMessage(_signals, timeNs, Json(json =>
            {
                foreach (var signal in debug.Signals)
                {
                    json.WriteNumber(signal.Name, signal.Value);
                }
            }));
        }

        foreach (var text in debug.Texts)
        {
            var line = new Log { Timestamp = FoxgloveScene.Time(timeUs), Level = Log.Types.Level.Info, Name = text.Name, Message = text.Text };
            _mcap.AddMessage(_log, timeNs, line.ToByteArray());
        }
    }

    private SceneUpdate Scene(long timeUs, DriverAnswer answer)
    {
        var update = new SceneUpdate();
        var drawn = new List<string>();
        if (answer.Plan is { } plan)
        {
            update.Entities.Add(Entity(timeUs, PlanId, plan, PlanM, new Color { R = 0.0, G = 0.45, B = 0.7, A = 0.9 }));
            drawn.Add(PlanId);
        }

        foreach (var candidate in answer.Debug?.Candidates ?? [])
        {
            var entity = Entity(timeUs, $"candidate {candidate.Name}", candidate.Points, CandidateM, new Color { R = 0.8, G = 0.47, B = 0.65, A = 0.9 });
            if (candidate.Cost is { } cost)
            {
                entity.Metadata.Add(new Foxglove.KeyValuePair { Key = "cost", Value = cost.ToString("R", System.Globalization.CultureInfo.InvariantCulture) });
            }

            update.Entities.Add(entity);
            drawn.Add(entity.Id);
        }

        foreach (string gone in _drawn.Except(drawn))
        {
            update.Deletions.Add(new SceneEntityDeletion { Timestamp = FoxgloveScene.Time(timeUs), Type = SceneEntityDeletion.Types.Type.MatchingId, Id = gone });
        }

        _drawn = drawn;
        return update;
    }

    private static SceneEntity Entity(long timeUs, string id, IReadOnlyList<PlanPoint> points, double thicknessM, Color colour)
    {
        var line = new LinePrimitive { Type = LinePrimitive.Types.Type.LineStrip, Pose = FoxgloveScene.Identity(), Thickness = thicknessM, Color = colour };
        line.Points.AddRange(points.Select(p => new Point3 { X = p.X, Y = p.Y, Z = AboveM }));
        return new SceneEntity { Timestamp = FoxgloveScene.Time(timeUs), FrameId = FoxgloveScene.Frame, Id = id, Lines = { line } };
    }

    private static byte[] SignalSchema(Recording recording)
    {
        var names = recording.Answers.SelectMany(a => a.Answer.Debug?.Signals ?? []).Select(s => s.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Json(json =>
        {
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (string name in names)
            {
                json.WriteStartObject(name);
                json.WriteString("type", "number");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

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
}
