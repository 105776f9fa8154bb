using Sim.Formats.Osi;
using Sim.Maps;

namespace Sim.Tests.Osi;

/// <summary>Recordings and hand-made messages of OSI.</summary>
internal static class OsiSamples
{
    /// <summary>Every class, vanishing and coming back, lights in all states, ids that are numbers and ids that are not.</summary>
    public static Recording Recording()
    {
        var tracks = Enum.GetValues<ActorClass>().Select((c, i) => Track.FromStates(
            i % 2 == 0 ? $"{i + 7}" : $"actor {c}", c, new BodyBox(4 + i, 2, 1.4, DesignatedRear(c)), i % 3,
            [.. Enumerable.Range(0, 5).Select(k => new ActorState(k * 1.5, i * 4, 0.3 * i, 15 - i, 0.25, -0.5, 0.01 * i, c == ActorClass.Car ? 0.02 : 0))])).ToList();
        tracks[3] = tracks[3] with { Presence = new[] { true, true, false, false, true } };
        return new Recording
        {
            Name = "osi",
            StepUs = 40_000,
            StepCount = 7,
            Map = RoadMap.Empty with { Signals = [new MapSignal { Id = "L1", Kind = MapSignalKind.Light, Pose = new(1, 2, 3), HeightM = 5 }, new MapSignal { Id = "L2", Kind = MapSignalKind.Light }] },
            Tracks = tracks,
            EgoId = "7",
            Signals =
            [
                new SignalTrack("L1", [new(0, SignalState.Red), new(2, SignalState.RedYellow), new(3, SignalState.Green), new(5, SignalState.Yellow)]),
                new SignalTrack("L2", [new(0, SignalState.Unknown), new(1, SignalState.Off)]),
            ],
            Provenance = new() { Generator = "test" },
        };
    }

    public static byte[] Trace(Recording recording)
    {
        using var stream = new MemoryStream();
        OsiTraceWriter.Write(recording, stream);
        return stream.ToArray();
    }

    /// <summary>A trace out of messages.</summary>
    public static byte[] Trace(params IEnumerable<WireWriter> messages) =>
        [.. messages.SelectMany(m => (byte[])[.. BitConverter.GetBytes((uint)m.Bytes.Length), .. m.Bytes])];

    /// <summary>A GroundTruth with a time; <paramref name="more"/> adds to it.</summary>
    public static WireWriter Truth(double seconds, Action<WireWriter>? more = null)
    {
        var message = new WireWriter();
        var time = new WireWriter();
        time.Number(1, (ulong)seconds);
        time.Number(2, (ulong)Math.Round((seconds - Math.Floor(seconds)) * 1e9));
        message.Message(2, time);
        more?.Invoke(message);
        return message;
    }

    /// <summary>A moving car of 4 m by 2 m, box centre at z 0.75.</summary>
    public static void Car(WireWriter message, ulong id, double x, double y, double? yaw = null, ulong vehicle = 5)
    {
        var body = new WireWriter();
        body.Vector(1, 4, 2, 1.5);
        body.Vector(2, x, y, 0.75);
        if (yaw is { } heading)
        {
            body.Vector(3, 0.01, 0.02, heading);
        }

        var kind = new WireWriter();
        kind.Number(1, vehicle);
        var o = new WireWriter();
        o.Identifier(1, id);
        o.Message(2, body);
        o.Number(3, 2);
        o.Message(6, kind);
        message.Message(5, o);
    }

    /// <summary>One bulb of a light.</summary>
    public static void Bulb(WireWriter message, ulong id, double z, ulong colour, ulong mode)
    {
        var body = new WireWriter();
        body.Vector(2, 10, 4, z);
        var kind = new WireWriter();
        kind.Number(1, colour);
        kind.Number(3, mode);
        var bulb = new WireWriter();
        bulb.Identifier(1, id);
        bulb.Message(2, body);
        bulb.Message(3, kind);
        message.Message(7, bulb);
    }

    private static double DesignatedRear(ActorClass c) => c is ActorClass.Car or ActorClass.Bus ? 1.25 : 0;
}
