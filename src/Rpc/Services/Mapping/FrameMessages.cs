using Google.Protobuf;

namespace Sim.Rpc.Services;

/// <summary>Sensor frames as messages. Exact to the bit; the data is shared, not copied. Thread-safe.</summary>
public static class FrameMessages
{
    // Quaternions of float32 peers are off by this much.
    private const double UnitTolerance = 1e-6;

    /// <summary>A frame as a message.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="step">Step of the world frame that it belongs to.</param>
    public static Messages.SensorFrame Of(Frame frame, int step)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new Messages.SensorFrame
        {
            Sensor = frame.Sensor,
            Kind = Enums.FrameKind.To(frame.Kind),
            Step = step,
            StartUs = frame.StartUs,
            EndUs = frame.EndUs,
            PoseWorld = { frame.PoseWorld },
            Width = (uint)frame.Width,
            Height = (uint)frame.Height,
            Encoding = frame.Encoding,
            Data = UnsafeByteOperations.UnsafeWrap(frame.Data),
        };
    }

    /// <summary>A message as a frame.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <param name="at">Path of the message, for errors.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static Frame From(Messages.SensorFrame? message, string at = "frame")
    {
        var m = Field.Needed(message, at, "");
        if (m.EndUs < m.StartUs)
        {
            throw Field.Error(at, "end_us", "is before start_us");
        }

        if (m.PoseWorld.Count != 7)
        {
            throw Field.Error(at, "pose_world", $"has {m.PoseWorld.Count} numbers, but needs 7");
        }

        double[] pose = Field.Finite(m.PoseWorld, at, "pose_world");
        double norm = Math.Sqrt(pose[3] * pose[3] + pose[4] * pose[4] + pose[5] * pose[5] + pose[6] * pose[6]);
        if (!(Math.Abs(norm - 1) <= UnitTolerance))
        {
            throw Field.Error(at, "pose_world", "holds a quaternion that has not length 1");
        }

        return new Frame
        {
            Sensor = Field.Id(m.Sensor, at, "sensor"),
            Kind = Enums.FrameKind.From(m.Kind, at, "kind"),
            StartUs = m.StartUs,
            EndUs = m.EndUs,
            PoseWorld = pose,
            Width = Field.Int(m.Width, at, "width"),
            Height = Field.Int(m.Height, at, "height"),
            Encoding = Field.Id(m.Encoding, at, "encoding"),
            Data = m.Data.Memory,
        };
    }
}
