using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sim.Formats.Foxglove;
using Sim.Formats.Mcap;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Tests;

public class RecordingMcapTests
{
    [Fact]
    public void A_recording_comes_back_bit_for_bit()
    {
        var recording = Sample(steps: 50, actors: 4);
        var back = RecordingMcap.Read(Bytes(recording), "r.mcap");

        Assert.Equal(Json(recording), Json(back));
        // JSON keeps the sign of zero; the state that carries it was put there on purpose.
        Assert.True(double.IsNegative(back.Tracks[0].At(0).LateralMps));
        Assert.False(back.Tracks[2].IsPresent(9));
    }

    [Fact]
    public void The_same_recording_has_the_same_bytes()
    {
        Assert.Equal(Bytes(Sample(50, 4)), Bytes(Sample(50, 4)));
    }

    [Fact]
    public void A_long_recording_spans_several_chunks_and_comes_back()
    {
        var recording = Sample(steps: 2000, actors: 8);
        byte[] bytes = Bytes(recording);

        Assert.True(bytes.Length > 2 << 20);
        Assert.Equal(Json(recording), Json(RecordingMcap.Read(bytes, "r.mcap")));
    }

    [Fact]
    public void Every_single_damaged_byte_of_the_data_section_is_noticed()
    {
        byte[] bytes = Bytes(Sample(steps: 3, actors: 2));
        var random = new Random(7);
        for (int i = 0; i < 500; i++)
        {
            int at = random.Next(8, bytes.Length - 8);
            byte old = bytes[at];
            bytes[at] ^= (byte)(1 << random.Next(8));
            var error = Assert.Throws<InputException>(() => RecordingMcap.Read(bytes, "r.mcap"));
            Assert.StartsWith("r.mcap: ", error.Message, StringComparison.Ordinal);
            bytes[at] = old;
        }
    }

    [Fact]
    public void A_file_cut_short_is_refused_with_its_place()
    {
        byte[] bytes = Bytes(Sample(steps: 3, actors: 2));
        foreach (int length in new[] { 0, 7, 8, 20, bytes.Length / 2, bytes.Length - 1 })
        {
            var error = Assert.Throws<InputException>(() => RecordingMcap.Read(bytes.AsMemory(0, length), "r.mcap"));
            Assert.Contains("byte ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_checksum_is_the_standard_one(string text, uint expected)
    {
        Assert.Equal(expected, Crc32.Append(0, Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void A_checksum_may_be_continued_anywhere()
    {
        byte[] data = Encoding.ASCII.GetBytes("The quick brown fox jumps over the lazy dog");
        for (int cut = 0; cut <= data.Length; cut++)
        {
            Assert.Equal(0x414FA339u, Crc32.Append(Crc32.Append(0, data.AsSpan(0, cut)), data.AsSpan(cut)));
        }
    }

    [Fact]
    public void A_recording_without_debug_output_keeps_its_bytes()
    {
        Assert.StartsWith("03277f1ad5ec8c9fd7361db7dd83fadf658d7d7c3a29d98e81", Convert.ToHexStringLower(SHA256.HashData(Bytes(Sample(50, 4)))), StringComparison.Ordinal);
    }

    [Fact]
    public void Debug_output_comes_back_bit_for_bit()
    {
        var recording = Debugged();
        var back = RecordingMcap.Read(Bytes(recording), "r.mcap");

        Assert.Equal(Json(recording), Json(back));
        Assert.True(double.IsNegative(back.Answers[0].Answer.Debug!.Signals[0].Value));
        Assert.Null(back.Answers[0].Answer.Debug!.Candidates[0].Cost);
        Assert.Null(back.Answers[1].Answer.Debug);
        Assert.True(back.Answers[2].Answer.Debug!.IsEmpty);
    }

    [Fact]
    public void Foxglove_draws_the_plan_and_the_candidates_and_takes_away_what_is_gone()
    {
        var scenes = Messages("/driver/scene").Select(m => SceneUpdate.Parser.ParseFrom(m.Data.Span)).ToList();

        Assert.Equal(["plan", "candidate left", "candidate right"], scenes[0].Entities.Select(e => e.Id));
        Assert.Equal(["0"], scenes[0].Entities[2].Metadata.Select(m => m.Value));
        Assert.Equal([(1, 2), (-0.0, 3)], scenes[0].Entities[1].Lines[0].Points.Select(p => (p.X, p.Y)));
        Assert.True(scenes[0].Entities[0].Lines[0].Thickness > scenes[0].Entities[1].Lines[0].Thickness);
        Assert.Empty(scenes[1].Entities);
        Assert.Equal(["plan", "candidate left", "candidate right"], scenes[1].Deletions.Select(d => d.Id));
        Assert.Equal(2, scenes.Count);
    }

    [Fact]
    public void Foxglove_plots_signals_by_their_names_and_lists_texts()
    {
        var signals = Messages("/driver/signals");
        var log = Assert.Single(Messages("/driver/log"));

        Assert.Equal([(0UL, "{\"gap_m\":-0,\"ttc\":0.3333333333333333}"), (300_000_000UL, "{\"gap_m\":-0,\"ttc\":0.3333333333333333}")], signals.Select(m => (m.TimeNs, Encoding.UTF8.GetString(m.Data.Span))));
        Assert.Equal("<b>keeps</b> the lane\n😀", Log.Parser.ParseFrom(log.Data.Span).Message);
        Assert.Equal("planner", Log.Parser.ParseFrom(log.Data.Span).Name);
        Assert.DoesNotContain(McapReader.Read(Bytes(Sample(3, 1)), "r.mcap").Messages, m => m.Topic.StartsWith("/driver", StringComparison.Ordinal));
    }

    [Fact]
    public void Debug_output_that_breaks_its_rules_is_refused_with_its_step()
    {
        byte[] good = Bytes(Debugged());
        var parts = McapReader.Read(good, "r.mcap");
        using var stream = new MemoryStream();
        using (var mcap = new McapWriter(stream))
        {
            mcap.AddMetadata("sim.recording", parts.Metadata["sim.recording"]);
            mcap.AddAttachment("map.json", "application/json", parts.Attachments["map.json"].Span);
            ushort schema = mcap.AddSchema("any", "jsonschema", "{}"u8);
            var channels = parts.Messages.Select(m => m.Topic).Distinct().ToDictionary(t => t, t => mcap.AddChannel(t, "any", schema));
            foreach (var message in parts.Messages)
            {
                // "ttc" becomes "9tc", a name that may not be.
                byte[] data = message.Data.ToArray();
                int at = message.Topic == "/answers" ? data.AsSpan().IndexOf("ttc"u8) : -1;
                if (at >= 0)
                {
                    data[at] = (byte)'9';
                }

                mcap.AddMessage(channels[message.Topic], message.TimeNs, data);
            }

            mcap.Finish();
        }

        var error = Assert.Throws<InputException>(() => RecordingMcap.Read(stream.ToArray(), "r.mcap"));
        Assert.Equal("r.mcap: the answer of step 0 is damaged: debug: signal 1: a name begins with a letter or '_', found '9tc'", error.Message);
    }

    private static List<McapMessage> Messages(string topic) => [.. McapReader.Read(Bytes(Debugged()), "r.mcap").Messages.Where(m => m.Topic == topic)];

    [Fact]
    public void Recordings_on_one_map_share_it()
    {
        byte[] bytes = Bytes(Debugged());
        var first = RecordingMcap.Read(bytes, "a.mcap");
        var second = RecordingMcap.Read(bytes, "b.mcap");
        Assert.Same(first.Map, second.Map);
        GC.KeepAlive(first);
    }

    private static Recording Debugged()
    {
        Sim.PlanPoint[] points = [new(0, 1, 2, 3, 4), new(1, -0.0, 3, 4, 5)];
        var debug = new DriverDebug
        {
            Signals = [new("gap_m", -0.0), new("ttc", 1.0 / 3)],
            Candidates = [new("left", points), new("right", points, 0)],
            Texts = [new("planner", "<b>keeps</b> the lane\n😀")],
        };
        return Sample(50, 4) with
        {
            Answers =
            [
                new(0, DriverAnswer.FromPlan(points) with { Debug = debug }),
                new(1, DriverAnswer.FromControls(1, 2)),
                new(2, DriverAnswer.FromControls(1, 2) with { Debug = new() }),
                new(3, DriverAnswer.FromControls(1, 2) with { Debug = debug with { Candidates = [], Texts = [] } }),
            ],
        };
    }

    private static string Json(Recording recording) => JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    private static byte[] Bytes(Recording recording)
    {
        using var stream = new MemoryStream();
        RecordingMcap.Write(recording, stream);
        return stream.ToArray();
    }

    private static Recording Sample(int steps, int actors)
    {
        var random = new Random(1);
        var line = new Polyline([new(0, 0), new(100, 0.1)]);
        var tracks = new List<Track>();
        for (int a = 0; a < actors; a++)
        {
            int first = a == 1 ? steps / 3 : 0;
            var states = new ActorState[steps - first];
            for (int i = 0; i < states.Length; i++)
            {
                states[i] = new(random.NextDouble(), random.NextDouble() / 3, random.NextDouble() * 9, random.NextDouble(), -0.0, random.NextDouble(), 0, 1e-300);
            }

            var track = Track.FromStates($"a{a}", ActorClass.Car, new(4.5, 1.8, 1.4, 1.3), first, states);
            if (a == 2)
            {
                var present = Enumerable.Range(0, states.Length).Select(i => i % 10 != 9).ToArray();
                for (int i = 9; i < states.Length; i += 10)
                {
                    states[i] = default;
                }

                track = Track.FromStates($"a{a}", ActorClass.Pedestrian, new(0.5, 0.5), first, states) with { Presence = present };
            }

            tracks.Add(track);
        }

        return new Recording
        {
            Name = "sample",
            StepUs = 100_000,
            StepCount = steps,
            Map = new RoadMap { Name = "m", Lanes = [new Lane { Id = "1", Left = line, Right = line, Centre = line }] },
            EgoId = "a0",
            Tracks = tracks,
            Signals = [new SignalTrack("s", [new(0, SignalState.Red), new(2, SignalState.Green)])],
            Events = [new RecordedEvent(100_000, "trigger", ["a0"], "it begins")],
            Answers = [new RecordedAnswer(0, DriverAnswer.FromControls(-0.0, 0.1)), new RecordedAnswer(1, DriverAnswer.FromPlan([new(0, 1, 2, 3, 4), new(1, 2, 3, 4, 5)]))],
            Provenance = new() { Generator = "test" },
        };
    }
}
