using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sim.Formats.Mcap;
using Sim.Numerics;
using Sim.Tests.Yaml;

namespace Sim.Tests.Fuzz;

public sealed class McapFuzzTests
{
    private static readonly byte[] Good = Bytes();
    private static readonly Mutator Whole = new(0x3CA, [Good, WithoutChecksums(Good)], "\u0001\0\0\0", "\u0005", "\u0006", "map.json", "/world");

    // Checksums catch damage before the parts are looked at; so the parts are damaged and packed again.
    private static readonly McapContent Parts = McapReader.Read(Good, "good.mcap");
    private static readonly byte[] Map = Parts.Attachments["map.json"].ToArray();
    private static readonly Mutator MapMutants = new(0x3CB, [Map], "null", "[]", "{}", "\"points\":", ",", "[", "{", "]", "}", "1e999");
    private static readonly Mutator HeaderMutants = new(0x3CC, [Message("/recording")], "null", "[]", "{}", "\"tracks\":", "\"counts\":", ",", "[", "{", "]", "}", "-1", "1e999");
    private static readonly Mutator FrameMutants = new(0x3CD, [.. Parts.Messages.Where(m => m.Topic is "/world" or "/answers").Select(m => m.Data.ToArray())], "\u0012", "\u007f\u007f", "\b\u0001");

    [Fact]
    public void Damaged_MCAP_files_are_read_or_refused_by_name() =>
        FuzzRun.Check("fuzz.mcap", Whole.Make, bytes => RecordingMcap.Read(bytes, "fuzz.mcap"), lines: false);

    [Fact]
    public void Recordings_with_damaged_parts_are_read_or_refused_by_name() => FuzzRun.Check("fuzz.mcap", Repacked, bytes =>
    {
        var recording = RecordingMcap.Read(bytes, "fuzz.mcap");
        _ = recording.Map.Index();
        RecordingMcap.Write(recording, Stream.Null);
    }, lines: false);

    private static byte[] Repacked(int index)
    {
        byte[] map = index % 3 == 0 ? MapMutants.Make(index) : Map;
        byte[] header = index % 3 == 1 ? HeaderMutants.Make(index) : Message("/recording");
        header = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(header).Replace(Hash(Map), Hash(map), StringComparison.Ordinal));
        int damaged = index % 3 == 2 ? new RandomStream(5).Fork("frame", index).NextInt(Parts.Messages.Count) : -1;
        using var stream = new MemoryStream();
        using var mcap = new McapWriter(stream);
        mcap.AddMetadata("sim.recording", Parts.Metadata["sim.recording"]);
        mcap.AddAttachment("map.json", "application/json", map);
        ushort schema = mcap.AddSchema("any", "jsonschema", "{}"u8);
        var channels = Parts.Messages.Select(m => m.Topic).Distinct().ToDictionary(t => t, t => mcap.AddChannel(t, "any", schema));
        for (int i = 0; i < Parts.Messages.Count; i++)
        {
            var message = Parts.Messages[i];
            mcap.AddMessage(channels[message.Topic], message.TimeNs, message.Topic == "/recording" ? header : i == damaged ? FrameMutants.Make(index) : message.Data.Span);
        }

        mcap.Finish();
        return stream.ToArray();
    }

    private static byte[] Message(string topic) => Parts.Messages.First(m => m.Topic == topic).Data.ToArray();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Bytes()
    {
        var scenario = ScenarioYamlTests.Sample(2);
        var recording = new Recording
        {
            Name = "r",
            StepUs = 100_000,
            StepCount = 3,
            Map = scenario.Map,
            EgoId = "a",
            Tracks =
            [
                Track.FromStates("a", ActorClass.Car, new(4, 2), 0, [new(0, 0, 0, 5), new(0.5, 0, 0, 5), new(1, 0, 0, 5)]),
                Track.FromStates("b", ActorClass.Pedestrian, new(0.5, 0.5), 1, [new(1, 2, 3, 4, 5, 6, 7, 8), default]) with { Presence = new[] { true, false } },
            ],
            Answers =
            [
                new(0, DriverAnswer.FromControls(1, 0.1)),
                new(1, DriverAnswer.FromPlan([new(100_000, 0, 0, 0, 5), new(200_000, 1, 0, 0, 5)]) with
                {
                    Debug = new() { Signals = [new("ttc", 2)], Candidates = [new("left", [new(100_000, 0, 0, 0, 5), new(200_000, 1, 1, 0, 5)], 0.5)], Texts = [new("planner", "keep the lane")] },
                }),
            ],
            Events = [new(100_000, "note", ["a"], "text")],
            Provenance = new() { Generator = "test" },
        };
        using var stream = new MemoryStream();
        RecordingMcap.Write(recording, stream);
        return stream.ToArray();
    }

    // A checksum of zero means "not given" in MCAP, so damage gets past it.
    private static byte[] WithoutChecksums(byte[] good)
    {
        byte[] bytes = [.. good];
        for (int at = 8; at < bytes.Length - 8;)
        {
            int place = bytes[at] switch { 0x06 => at + 9 + 24, 0x0F => at + 9, 0x02 => at + 9 + 16, _ => -1 };
            if (place > 0)
            {
                bytes.AsSpan(place, 4).Clear();
            }

            at += 9 + (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at + 1));
        }

        return bytes;
    }
}
