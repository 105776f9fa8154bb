using System.Globalization;
using System.Text;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Traci;
using Sim.Plugins.Sumo.Traffic;

namespace Sim.Plugins.Sumo.SelfTests;

/// <summary>What stands between SUMO and us, without SUMO: frames and reference points, bytes of TraCI, a small network. SUMO itself is not checked.</summary>
internal sealed class SumoSelfTest : ISelfTest
{
    private const string Frame = "by hand: front bumper and degrees clockwise from north against box centre and radians from east";
    private const string Wire = "TraCI protocol, messages, by hand";

    private const string Network = """
        <net version="1.9"><location netOffset="0.00,0.00" convBoundary="0.00,0.00,100.00,0.00" origBoundary="0.00,0.00,100.00,0.00" projParameter="!"/>
        <edge id="e" from="a" to="b" priority="1"><lane id="e_0" index="0" speed="13.89" length="100.00" width="3.00" shape="0.00,-1.50 100.00,-1.50"/></edge>
        <junction id="a" type="dead_end" x="0.00" y="0.00" incLanes="" intLanes="" shape="0.00,0.00 0.00,-3.00"/>
        <junction id="b" type="dead_end" x="100.00" y="0.00" incLanes="e_0" intLanes="" shape="100.00,-3.00 100.00,0.00"/></net>
        """;

    /// <inheritdoc/>
    public string Name => "sumo";

    /// <inheritdoc/>
    public string Description => "Frames and reference points, bytes of TraCI, a small network; SUMO itself is not needed.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Frames(), .. Bytes(), .. Roads(cancellationToken)];

    private static IEnumerable<SelfCheck> Frames()
    {
        double[] angles = [0, 90, 180, 270, 45];
        yield return SelfCheck.OfNumbers("heading of an angle", [Math.PI / 2, 0, -Math.PI / 2, Math.PI, Math.PI / 4], [.. angles.Select(SumoFrames.Heading)], 1e-15, Frame);
        yield return SelfCheck.OfNumbers("angle of a heading", [90, 0, 270, 45], [.. ((double[])[0, Math.PI / 2, Math.PI, Math.PI / 4]).Select(SumoFrames.Angle)], 1e-12, Frame);
        var east = SumoFrames.Centre(10, 5, 0, 4);
        var north = SumoFrames.Centre(10, 5, Math.PI / 2, 4);
        yield return SelfCheck.OfNumbers("centre of a box of 4 m with its front at 10, 5", [8, 5, 10, 3], [east.X, east.Y, north.X, north.Y], 1e-12, Frame);
        var front = SumoFrames.Front(8, 5, 0, 4);
        yield return SelfCheck.OfNumbers("front of that box", [10, 5], [front.X, front.Y], 1e-12, Frame);
    }

    private static IEnumerable<SelfCheck> Bytes()
    {
        var writer = new TraciWriter();
        yield return SelfCheck.OfText("a step to 1 s", "0000000e0a023ff0000000000000", Hex(writer.Clear().Begin(0x02).Double(1).End().Message()), Wire);
        yield return SelfCheck.OfText("a version is asked for", "000000060200", Hex(writer.Clear().Begin(0x00).End().Message()), Wire);

        // 4, then 5 for the length, 1 for the command, 4 + 300 for the text: the long form of a length.
        string text = new('x', 300);
        string message = Hex(writer.Clear().Begin(0x7f).Text(text).End().Message());
        yield return SelfCheck.OfText("a long command", "0000013a" + "00" + "00000136" + "7f" + "0000012c", message[..28], Wire);
        var reader = new TraciReader([0, 0, 0, 7, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
        yield return SelfCheck.OfText("a number and a double are read", "7 1", string.Create(CultureInfo.InvariantCulture, $"{reader.Int()} {reader.Finite()}"), Wire, 2);
    }

    private static IEnumerable<SelfCheck> Roads(CancellationToken cancellationToken)
    {
        const string Drawn = "by hand: one lane of 3 m by 100 m";
        var map = SumoNetworkMap.Of(SumoNetworkReader.Read(Encoding.UTF8.GetBytes(Network), "self-test.net.xml", cancellationToken), "self-test.net.xml");
        yield return SelfCheck.OfText("lanes of a network", "1", map.Lanes.Count.ToString(CultureInfo.InvariantCulture), Drawn);
        var lane = map.Lanes[0];
        yield return SelfCheck.OfNumbers(
            "its lane: end of left, centre and right; limit", [100, 0, 100, -1.5, 100, -3, 13.89],
            [lane.Left.Points[^1].X, lane.Left.Points[^1].Y, lane.Centre.Points[^1].X, lane.Centre.Points[^1].Y, lane.Right.Points[^1].X, lane.Right.Points[^1].Y, lane.SpeedLimitMps ?? double.NaN], 1e-9, Drawn);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
