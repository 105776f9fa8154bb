using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Sim.Formats.Foxglove;
using Sim.Formats.Messages;
using Sim.Maps;

namespace Sim.Formats.Mcap;

/// <summary>
/// Recordings as MCAP: topic "/recording" (header, JSON), "/world" (<c>sim.v1.WorldFrame</c> for each step, lossless), "/answers"
/// (<c>sim.v1.AnswerFrame</c>, the plan channel), "/scene", "/map" and "/events" (Foxglove's SceneUpdate and Log); where a driver shows
/// debug output, which "/answers" carries, "/driver/scene", "/driver/signals" and "/driver/log" draw it; the map is the attachment "map.json". The
/// same recording gives the same bytes on every machine. Thread-safe.
/// </summary>
public static class RecordingMcap
{
    private const string FormatVersion = "1";
    private const int MaxTracks = 100_000;

    /// <summary>Writes a recording. The stream stays open.</summary>
    public static void Write(Recording recording, Stream stream) => WriteAll(recording, null, [], stream);

    /// <summary>
    /// Writes a recording with what assessors say of it, to be looked at: the topics "/metrics", "/thresholds", "/violations", "/findings", "/conflicts" and
    /// "/assessment" beside the usual ones. <see cref="Read"/> gives the recording alone. The stream stays open.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="assessments">Its assessments.</param>
    /// <param name="moments">Instants worth a line in "/findings" beside the recording's own events.</param>
    /// <param name="stream">Where to.</param>
    public static void WriteAssessed(Recording recording, IReadOnlyList<Assessment> assessments, IReadOnlyList<RecordedEvent> moments, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(assessments);
        ArgumentNullException.ThrowIfNull(moments);
        WriteAll(recording, assessments, moments, stream);
    }

    private static void WriteAll(Recording recording, IReadOnlyList<Assessment>? assessments, IReadOnlyList<RecordedEvent> moments, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(stream);
        using var mcap = new McapWriter(stream);
        byte[] map = JsonSerializer.SerializeToUtf8Bytes(recording.Map, SimJson.Default.RoadMap);
        mcap.AddMetadata("sim.recording", Ordered.Copy([new("format", FormatVersion)]));
        mcap.AddAttachment("map.json", "application/json", map);

        bool debug = recording.Answers.Any(a => a.Answer.Debug is not null);
        ushort header = mcap.AddChannel("/recording", "json", mcap.AddSchema("sim.RecordingHeader", "jsonschema", "{\"type\":\"object\"}"u8));
        ushort world = mcap.AddChannel("/world", "protobuf", mcap.AddSchema("sim.v1.WorldFrame", "protobuf", ProtobufSchema.World(debug)));
        ushort answers = mcap.AddChannel("/answers", "protobuf", mcap.AddSchema("sim.v1.AnswerFrame", "protobuf", ProtobufSchema.World(debug)));
        ushort update = mcap.AddSchema("foxglove.SceneUpdate", "protobuf", ProtobufSchema.Of(SceneUpdate.Descriptor));
        ushort mapScene = mcap.AddChannel("/map", "protobuf", update);
        ushort scene = mcap.AddChannel("/scene", "protobuf", update);
        ushort log = mcap.AddSchema("foxglove.Log", "protobuf", ProtobufSchema.Of(Log.Descriptor));
        ushort events = mcap.AddChannel("/events", "protobuf", log);
        var driver = debug ? new FoxgloveDriver(mcap, update, log, recording) : null;
        var said = assessments is null ? null : new AssessmentTopics(mcap, update, log, recording, assessments);

        mcap.AddMessage(header, 0, JsonSerializer.SerializeToUtf8Bytes(HeaderOf(recording, map), RecordingHeaderJson.Default.RecordingHeader));
        mcap.AddMessage(mapScene, 0, FoxgloveScene.Map(recording.Map).ToByteArray());
        int nextAnswer = 0;
        for (int step = 0; step < recording.StepCount; step++)
        {
            ulong timeNs = (ulong)recording.TimeUs(step) * 1000;
            mcap.AddMessage(world, timeNs, WorldFrames.At(recording, step).ToByteArray());
            mcap.AddMessage(scene, timeNs, FoxgloveScene.Actors(recording, step).ToByteArray());
            for (; nextAnswer < recording.Answers.Count && recording.Answers[nextAnswer].Step <= step; nextAnswer++)
            {
                mcap.AddMessage(answers, timeNs, WorldFrames.Answer(recording.Answers[nextAnswer]).ToByteArray());
                driver?.Add(timeNs, recording.Answers[nextAnswer].Answer);
            }

            said?.Add(step);
        }

        foreach (var recorded in recording.Events)
        {
            mcap.AddMessage(events, (ulong)recorded.TimeUs * 1000, FoxgloveScene.Event(recorded).ToByteArray());
        }

        said?.Finish(moments);
        mcap.Finish();
    }

    /// <summary>Reads a recording that <see cref="Write"/> wrote.</summary>
    /// <param name="content">Bytes of the file.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="InputException">Not such a file, or damaged.</exception>
    public static Recording Read(ReadOnlyMemory<byte> content, string file)
    {
        var mcap = McapReader.Read(content, file);
        if (!mcap.Metadata.TryGetValue("sim.recording", out var about) || !about.TryGetValue("format", out string? format))
        {
            throw new InputException("this MCAP file holds no Sim recording (metadata 'sim.recording' is missing)", file);
        }

        if (format != FormatVersion)
        {
            throw new InputException($"the recording has format '{format}', this version reads '{FormatVersion}'; use a newer Sim", file);
        }

        try
        {
            return Assemble(mcap, file);
        }
        catch (Exception e) when (e is JsonException or InvalidProtocolBufferException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new InputException($"the recording is damaged: {e.Message}", file, inner: e);
        }
    }

    private static RecordingHeader HeaderOf(Recording recording, byte[] map)
    {
        var stripped = recording with
        {
            Map = RoadMap.Empty,
            Answers = [],
            Tracks = [.. recording.Tracks.Select(t => t with
            {
                X = default,
                Y = default,
                HeadingRad = default,
                SpeedMps = default,
                LateralMps = default,
                AccelMps2 = default,
                YawRateRps = default,
                SteerRad = default,
                Presence = default,
            })],
        };
        return new RecordingHeader(stripped, [.. recording.Tracks.Select(t => t.Count)], Convert.ToHexStringLower(SHA256.HashData(map)));
    }

    private static Recording Assemble(McapContent mcap, string file)
    {
        var headerMessage = mcap.Messages.FirstOrDefault(m => m.Topic == "/recording")
            ?? throw new InputException("the recording has no message on topic '/recording'", file);
        var header = SimJson.Parse(headerMessage.Data.Span, RecordingHeaderJson.Default.RecordingHeader);
        var stubs = header.Recording.Tracks;
        if (header.Counts.Count != stubs.Count || stubs.Count > MaxTracks)
        {
            throw new InputException("the header on topic '/recording' does not fit its tracks", file);
        }

        if (!mcap.Attachments.TryGetValue("map.json", out var mapBytes))
        {
            throw new InputException("the attachment 'map.json' is missing", file);
        }

        string mapSha256 = Convert.ToHexStringLower(SHA256.HashData(mapBytes.Span));
        if (mapSha256 != header.MapSha256)
        {
            throw new InputException("the attachment 'map.json' is not the map that the header names (checksum differs)", file);
        }

        var map = SharedMaps.Of(mapSha256, () => SimJson.Parse(mapBytes.Span, SimJson.Default.RoadMap));
        var worlds = mcap.Messages.Where(m => m.Topic == "/world").ToList();
        if (worlds.Count != header.Recording.StepCount)
        {
            throw new InputException($"the header names {header.Recording.StepCount} steps, but {worlds.Count} world frames were found", file);
        }

        long cells = 0;
        for (int i = 0; i < stubs.Count; i++)
        {
            int first = stubs[i].FirstStep;
            int count = header.Counts[i];
            if (first < 0 || count < 0 || first + (long)count > worlds.Count)
            {
                throw new InputException($"track '{stubs[i].Id}' covers steps {first} to {first + (long)count}, but the recording has {worlds.Count}", file);
            }

            cells += count;
        }

        // A frame costs at least a few bytes for each present actor; arrays far beyond that are a hostile header, not a recording.
        if (cells > 16L * mcap.Messages.Sum(m => (long)m.Data.Length) + 1_000_000)
        {
            throw new InputException($"the header claims {cells} states, far more than the file can hold", file);
        }

        var states = stubs.Select((t, i) => new ActorState[header.Counts[i]]).ToArray();
        var present = stubs.Select((t, i) => new bool[header.Counts[i]]).ToArray();
        for (int step = 0; step < worlds.Count; step++)
        {
            var frame = WorldFrame.Parser.ParseFrom(worlds[step].Data.Span);
            foreach (var actor in frame.Actors)
            {
                int entry = actor.Index < (uint)stubs.Count ? step - stubs[(int)actor.Index].FirstStep : -1;
                if (frame.Step != step || entry < 0 || entry >= header.Counts[(int)actor.Index])
                {
                    throw new InputException($"world frame {step} names actor {actor.Index} outside its track", file);
                }

                states[actor.Index][entry] = WorldFrames.State(actor);
                present[actor.Index][entry] = true;
            }
        }

        return header.Recording with
        {
            Map = map,
            Tracks = [.. stubs.Select((t, i) => Track.FromStates(t.Id, t.Class, t.Body, t.FirstStep, states[i]) with
            {
                Presence = Array.TrueForAll(present[i], p => p) ? default : present[i],
            })],
            Answers = [.. mcap.Messages.Where(m => m.Topic == "/answers").Select(m => Answer(m, file))],
        };
    }

    private static RecordedAnswer Answer(McapMessage message, string file)
    {
        var answer = WorldFrames.Answer(AnswerFrame.Parser.ParseFrom(message.Data.Span));
        return answer.Answer.Debug?.Fault() is { } fault ? throw new InputException($"the answer of step {answer.Step} is damaged: {fault}", file) : answer;
    }
}
