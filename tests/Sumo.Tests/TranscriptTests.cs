using System.Text.Json;
using Sim.Plugins.Sumo;
using Sim.Plugins.Sumo.Processes;
using Sim.Plugins.Sumo.Traci;

namespace Sim.Tests.Sumo;

/// <summary>The recorded TraCI exchange of data/schemas/traci_transcript: our codec writes and reads it byte by byte, and a live SUMO answers it again.</summary>
[Trait("Topic", "traci_transcript")]
public sealed class TranscriptTests
{
    private static string Folder => Path.Combine(GoldenData.Data("schemas"), "traci_transcript");

    [Fact]
    public void Every_request_is_written_as_it_was_recorded()
    {
        foreach (var (note, request, _) in Messages())
        {
            var reader = new TraciReader(request.AsSpan(4));
            var writer = new TraciWriter().Clear();
            while (!reader.IsEmpty)
            {
                Rewrite(reader.Command(out byte id), id, writer);
            }

            Assert.True(writer.Message().SequenceEqual(request), note);
        }
    }

    [Fact]
    public void Every_answer_is_read_to_its_last_byte()
    {
        int refusals = 0, values = 0;
        foreach (var (note, request, response) in Messages())
        {
            var asked = new TraciReader(request.AsSpan(4));
            var answer = new TraciReader(response.AsSpan(4));
            while (!asked.IsEmpty)
            {
                asked.Command(out byte id);
                if (TraciAnswer.Refusal(ref answer, id) is { } refusal)
                {
                    Assert.False(string.IsNullOrWhiteSpace(refusal));
                    refusals++;
                    continue;
                }

                int contents = id == TraciIds.SimulationStep ? answer.Count(6) : id is TraciIds.Close or >= 0xC0 and < 0xD0 ? 0 : 1;
                for (int i = 0; i < contents; i++)
                {
                    values += Read(answer.Command(out byte found), found);
                }
            }

            Assert.True(answer.IsEmpty, note);
        }

        Assert.True(refusals >= 1 && values > 100);
    }

    [Fact]
    public void A_truncated_answer_is_refused_wherever_it_is_cut()
    {
        var (_, request, response) = Messages().MaxBy(m => m.Response.Length);
        for (int cut = 4; cut < response.Length; cut++)
        {
            Assert.Throws<TraciException>(() => ReadStep(response.AsSpan(4, cut - 4)));
        }

        ReadStep(response.AsSpan(4));
        Assert.Equal(TraciIds.SimulationStep, request[5]);
    }

    [Fact]
    public void A_live_SUMO_gives_the_recorded_bytes()
    {
        var installation = Live.Installation;
        using var transcript = Transcript();
        string version = transcript.RootElement.GetProperty("sumo").GetString()!;
        string[] arguments = [.. transcript.RootElement.GetProperty("args").EnumerateArray().Select(a => a.GetString()!)];
        using var link = new SumoLink(installation, arguments, Folder, new SumoOptions());
        link.Begin(TestContext.Current.CancellationToken);
        Assert.SkipUnless(link.Version == $"SUMO {version}", $"the transcript is of SUMO {version}, here is {link.Version}");
        link.Dispose();

        // From the first byte on, so past the link, which greets by itself.
        int port = Free();
        using var process = RunningProgram.Start(installation.Sumo, installation.Home, Folder, [.. arguments, "--remote-port", $"{port}"]);
        using var connection = TraciConnection.Connect(port, TimeSpan.FromSeconds(30), process.Ending, TestContext.Current.CancellationToken);
        foreach (var (note, request, response) in Messages())
        {
            var answer = connection.Exchange(request, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(answer.SequenceEqual(response.AsSpan(4)), note);
        }
    }

    internal static int Free()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static JsonDocument Transcript() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "traci_transcript.json")));

    private static List<(string Note, byte[] Request, byte[] Response)> Messages()
    {
        using var transcript = Transcript();
        var messages = transcript.RootElement.GetProperty("messages").EnumerateArray()
            .Select(m => (m.GetProperty("note").GetString()!, Convert.FromHexString(m.GetProperty("request").GetString()!), Convert.FromHexString(m.GetProperty("response").GetString()!)))
            .ToList();
        Assert.NotEmpty(messages);
        return messages;
    }

    private static void Rewrite(TraciReader content, byte id, TraciWriter writer)
    {
        writer.Begin(id);
        switch (id)
        {
            case TraciIds.Version or TraciIds.Close:
                break;
            case TraciIds.SimulationStep:
                writer.Double(content.Double());
                break;
            case >= 0xD0 and <= 0xDF:
                writer.Double(content.Double()).Double(content.Double()).Text(content.Text());
                byte count = content.Byte();
                writer.Byte(count);
                for (int i = 0; i < count; i++)
                {
                    writer.Byte(content.Byte());
                }

                break;
            default:
                writer.Byte(content.Byte()).Text(content.Text());
                if (id is >= 0xC0 and <= 0xCF)
                {
                    writer.TypedDouble(content.TypedFinite());
                }

                break;
        }

        Assert.True(content.IsEmpty);
        writer.End();
    }

    private static int Read(TraciReader content, byte id)
    {
        if (id == TraciIds.Version)
        {
            content.Int();
            content.Text();
            Assert.True(content.IsEmpty);
            return 1;
        }

        bool subscription = id is >= 0xE0 and <= 0xEF;
        int count = 1;
        if (subscription)
        {
            content.Text();
            count = content.Byte();
        }

        for (int i = 0; i < count; i++)
        {
            content.Byte();
            if (subscription)
            {
                Assert.Equal(0, content.Byte());
            }
            else
            {
                content.Text();
            }

            content.Skip();
        }

        Assert.True(content.IsEmpty);
        return count;
    }

    private static void ReadStep(ReadOnlySpan<byte> response)
    {
        var answer = new TraciReader(response);
        TraciAnswer.Require(ref answer, TraciIds.SimulationStep, "a step");
        for (int n = answer.Count(6); n > 0; n--)
        {
            Read(answer.Command(out byte id), id);
        }
    }
}
