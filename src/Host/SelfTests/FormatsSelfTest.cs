using System.Globalization;
using System.Text;
using System.Text.Json;
using Sim.Formats.Mcap;
using Sim.Formats.OpenDrive;
using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>Roads of OpenDRIVE against geometry by hand; recordings through MCAP and JSON and back.</summary>
internal sealed class FormatsSelfTest : ISelfTest
{
    /// <inheritdoc/>
    public string Name => "formats";

    /// <inheritdoc/>
    public string Description => "OpenDRIVE roads against geometry by hand, MCAP and JSON there and back, checksums.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Roads(), .. Recordings(), .. Checksums()];

    private static IEnumerable<SelfCheck> Roads()
    {
        const string Hand = "by hand";
        var arc = Line(50 * Math.PI, "<arc curvature=\"0.01\"/>");
        yield return End("a quarter arc of 100 m radius", arc, [100, 100], 1e-9, Hand);
        yield return End("a straight road, turned and moved", Line(100, "<line/>", 5, 7, Math.PI / 2), [5, 107], 1e-9, Hand);

        // x = L (1 - L^4 / 40 A^4 + L^8 / 3456 A^8), y = L^3 / 6 A^2 (1 - L^4 / 56 A^4 + L^8 / 7040 A^8), with 1 / A^2 = curvature at the end / L.
        double s = 50 * 50 * (0.02 / 50), x = 50 * (1 - (s * s / 40) + (s * s * s * s / 3456)), y = 50 * s / 6 * (1 - (s * s / 56) + (s * s * s * s / 7040));
        yield return End("a clothoid from straight to 50 m radius", Line(50, "<spiral curvStart=\"0\" curvEnd=\"0.02\"/>"), [x, y], 1e-3, "series of the Fresnel integrals, three terms");

        var lane = Read(50 * Math.PI, "<arc curvature=\"0.01\"/>").Lanes[0];
        yield return SelfCheck.OfNumbers("a lane of 3 m on the outside of that arc ends there", [103, 100], [lane.Right.Points[^1].X, lane.Right.Points[^1].Y], 1e-9, Hand);
    }

    private static IEnumerable<SelfCheck> Recordings()
    {
        var random = new RandomStream(3);
        var states = new ActorState[40];
        for (int k = 0; k < states.Length; k++)
        {
            states[k] = new ActorState(random.NextNormal(0, 100), random.NextNormal(0, 1e-9), random.NextUniform(-3, 3), random.NextDouble(), -0.0, double.Epsilon, 1.0 / 3, k);
        }

        var recording = new Recording
        {
            Name = "self-test",
            StepUs = 100_000,
            StepCount = states.Length,
            Map = RoadMap.Empty,
            EgoId = "ego",
            Tracks = [Track.FromStates("ego", ActorClass.Car, new(4, 2), 0, states)],
            Provenance = new() { Generator = "self-test" },
        };
        string json = Json(recording);
        byte[] mcap = Mcap(recording);
        yield return SelfCheck.OfText("a recording through MCAP and back", json, Json(RecordingMcap.Read(mcap, "self-test.mcap")), "the recording itself") with { Values = 8 * states.Length };
        var again = JsonSerializer.Deserialize(JsonSerializer.Serialize(recording, SimJson.Default.Recording), SimJson.Default.Recording)!;
        yield return SelfCheck.OfText("a recording through JSON and back", json, Json(again), "the recording itself") with { Values = 8 * states.Length };
        mcap[mcap.Length / 2] ^= 1;
        yield return SelfCheck.OfText("one changed bit of an MCAP file is refused", "refused", Refused(mcap), "docs/mcap.md, checksums of chunks");
    }

    private static IEnumerable<SelfCheck> Checksums()
    {
        yield return SelfCheck.OfText("CRC-32 of 123456789", "cbf43926", Crc32.Append(0, "123456789"u8).ToString("x8", CultureInfo.InvariantCulture), "check value of CRC-32/ISO-HDLC");
    }

    private static SelfCheck End(string name, IReadOnlyList<Vector2d> line, double[] expected, double tolerance, string source) =>
        SelfCheck.OfNumbers(name + " ends there", expected, [line[^1].X, line[^1].Y], tolerance, source);

    private static IReadOnlyList<Vector2d> Line(double length, string shape, double x = 0, double y = 0, double headingRad = 0) => Read(length, shape, x, y, headingRad).Lanes[0].Left.Points;

    private static RoadMap Read(double length, string shape, double x = 0, double y = 0, double headingRad = 0) => OpenDriveReader.Read(
        Encoding.UTF8.GetBytes(FormattableString.Invariant($"""
            <OpenDRIVE><header revMajor="1" revMinor="7"/><road id="1" length="{length:R}" junction="-1" rule="RHT"><link/>
            <planView><geometry s="0" x="{x:R}" y="{y:R}" hdg="{headingRad:R}" length="{length:R}">{shape}</geometry></planView>
            <lanes><laneSection s="0"><center><lane id="0" type="none"/></center>
            <right><lane id="-1" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></right></laneSection></lanes></road></OpenDRIVE>
            """)), "self-test.xodr");

    private static byte[] Mcap(Recording recording)
    {
        using var stream = new MemoryStream();
        RecordingMcap.Write(recording, stream);
        return stream.ToArray();
    }

    private static string Json(Recording recording) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recording, SimJson.Default.Recording)));

    private static string Refused(byte[] mcap)
    {
        try
        {
            RecordingMcap.Read(mcap, "self-test.mcap");
            return "accepted";
        }
        catch (InputException)
        {
            return "refused";
        }
    }
}
