using System.Buffers.Binary;
using System.Globalization;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Formats.Osi;

/// <summary>
/// Writes a recording as a trace of GroundTruth messages of ASAM OSI 3 (.osi), one for each step. Actors, lights and times come back from
/// <see cref="OsiTraceReader"/>; what else a recording holds has no place there. Thread-safe.
/// </summary>
public static class OsiTraceWriter
{
    private static readonly (ulong Colour, SignalState[] Lit)[] Bulbs =
    [
        (OsiWords.Red, [SignalState.Red, SignalState.RedYellow]),
        (OsiWords.Yellow, [SignalState.Yellow, SignalState.RedYellow]),
        (OsiWords.Green, [SignalState.Green]),
    ];

    /// <summary>Writes.</summary>
    /// <param name="recording">What happened.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Recording recording, Stream output)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(output);
        var ids = Ids(recording);
        var message = new WireWriter();
        Span<byte> length = stackalloc byte[4];
        for (int step = 0; step < recording.StepCount; step++)
        {
            message.Clear();
            Version(message);
            Timestamp(message, recording.TimeUs(step));
            if (recording.EgoId is { } ego && ids.TryGetValue("actor " + ego, out ulong host))
            {
                message.Identifier(3, host);
            }

            foreach (var track in recording.Tracks)
            {
                if (track.IsPresent(step))
                {
                    Object(message, track, track.At(step), ids["actor " + track.Id]);
                }
            }

            foreach (var shown in recording.Signals)
            {
                Light(message, recording.Map, shown, shown.At(step), ids["light " + shown.SignalId]);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)message.Bytes.Length);
            output.Write(length);
            output.Write(message.Bytes);
        }
    }

    // Ids that are numbers stay; the others get free ones. A light has three, one for each bulb.
    private static Dictionary<string, ulong> Ids(Recording recording)
    {
        var ids = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var used = new HashSet<ulong>();
        foreach (var track in recording.Tracks)
        {
            if (ulong.TryParse(track.Id, NumberStyles.None, CultureInfo.InvariantCulture, out ulong id) && id.ToString(CultureInfo.InvariantCulture) == track.Id && used.Add(id))
            {
                ids["actor " + track.Id] = id;
            }
        }

        ulong next = 1_000_000;
        foreach (var track in recording.Tracks)
        {
            if (!ids.ContainsKey("actor " + track.Id))
            {
                ids["actor " + track.Id] = Free();
            }
        }

        foreach (var light in recording.Signals)
        {
            ids["light " + light.SignalId] = Free();
            next += 2;
        }

        return ids;

        ulong Free()
        {
            while (used.Contains(next) || used.Contains(next + 1) || used.Contains(next + 2))
            {
                next++;
            }

            return next++;
        }
    }

    private static void Version(WireWriter message)
    {
        var version = new WireWriter();
        version.Number(1, 3);
        version.Number(2, 8);
        version.Number(3, 0);
        message.Message(1, version);
    }

    private static void Timestamp(WireWriter message, long timeUs)
    {
        var time = new WireWriter();
        time.Number(1, (ulong)(timeUs / 1_000_000));
        time.Number(2, (ulong)(timeUs % 1_000_000 * 1000));
        message.Message(2, time);
    }

    private static void Object(WireWriter message, Track track, in ActorState s, ulong id)
    {
        var body = new WireWriter();
        double cos = Pinned.Cos(s.HeadingRad), sin = Pinned.Sin(s.HeadingRad);
        body.Vector(1, track.Body.LengthM, track.Body.WidthM, track.Body.HeightM);
        body.Vector(2, s.X, s.Y, track.Body.HeightM / 2);
        body.Vector(3, 0, 0, s.HeadingRad);
        body.Vector(4, (cos * s.SpeedMps) - (sin * s.LateralMps), (sin * s.SpeedMps) + (cos * s.LateralMps), 0);
        body.Vector(5, cos * s.AccelMps2, sin * s.AccelMps2, 0);
        body.Vector(6, 0, 0, s.YawRateRps);

        var o = new WireWriter();
        o.Identifier(1, id);
        o.Message(2, body);
        var (type, vehicle, role) = OsiWords.Of(track.Class);
        o.Number(3, type);
        if (type == 2)
        {
            var attributes = new WireWriter();
            attributes.Vector(4, -track.Body.RearAxleToCentreM, 0, -track.Body.HeightM / 2);
            if (s.SteerRad != 0)
            {
                var wheel = new WireWriter();
                wheel.Number(1, 0);
                wheel.Number(2, 0);
                wheel.Vector(7, 0, 0, s.SteerRad);
                attributes.Message(7, wheel);
            }

            o.Message(5, attributes);
            var kind = new WireWriter();
            kind.Number(1, vehicle);
            kind.Number(5, role);
            o.Message(6, kind);
        }

        Reference(o, 10, track.Id, track.Class.ToString());
        message.Message(5, o);
    }

    private static void Light(WireWriter message, RoadMap map, SignalTrack shown, SignalState state, ulong id)
    {
        var place = map.Signals.FirstOrDefault(s => s.Id == shown.SignalId);
        foreach (var (colour, lit) in Bulbs)
        {
            var bulb = new WireWriter();
            bulb.Identifier(1, id++);
            var body = new WireWriter();
            body.Vector(1, 0.2, 0.2, 0.2);
            if (place?.Pose is { } pose)
            {
                body.Vector(2, pose.X, pose.Y, place.HeightM);
                body.Vector(3, 0, 0, pose.HeadingRad);
            }

            bulb.Message(2, body);
            var kind = new WireWriter();
            kind.Number(1, colour);
            kind.Number(3, state == SignalState.Unknown ? 0 : lit.Contains(state) ? OsiWords.ModeConstant : OsiWords.ModeOff);
            bulb.Message(3, kind);
            Reference(bulb, 5, shown.SignalId, state.ToString());
            message.Message(7, bulb);
        }
    }

    private static void Reference(WireWriter into, int field, string first, string second)
    {
        var reference = new WireWriter();
        reference.Text(1, OsiMessages.OwnReference);
        reference.Text(3, first);
        reference.Text(3, second);
        into.Message(field, reference);
    }
}
