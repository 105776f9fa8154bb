using System.Buffers.Binary;

namespace Sim.Rpc.Services;

/// <summary>States of actors as eight doubles, little-endian. Exact to the bit. Thread-safe.</summary>
internal static class QuietMessages
{
    /// <summary>Bytes of a state.</summary>
    public const int StateBytes = 8 * sizeof(double);

    public static void Write(in ActorState state, Span<byte> to)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(to, state.X);
        BinaryPrimitives.WriteDoubleLittleEndian(to[8..], state.Y);
        BinaryPrimitives.WriteDoubleLittleEndian(to[16..], state.HeadingRad);
        BinaryPrimitives.WriteDoubleLittleEndian(to[24..], state.SpeedMps);
        BinaryPrimitives.WriteDoubleLittleEndian(to[32..], state.LateralMps);
        BinaryPrimitives.WriteDoubleLittleEndian(to[40..], state.AccelMps2);
        BinaryPrimitives.WriteDoubleLittleEndian(to[48..], state.YawRateRps);
        BinaryPrimitives.WriteDoubleLittleEndian(to[56..], state.SteerRad);
    }

    /// <exception cref="InputException">A number is not finite.</exception>
    public static ActorState Read(ReadOnlySpan<byte> from)
    {
        var state = new ActorState(
            BinaryPrimitives.ReadDoubleLittleEndian(from),
            BinaryPrimitives.ReadDoubleLittleEndian(from[8..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[16..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[24..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[32..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[40..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[48..]),
            BinaryPrimitives.ReadDoubleLittleEndian(from[56..]));
        return double.IsFinite(state.X) && double.IsFinite(state.Y) && double.IsFinite(state.HeadingRad) && double.IsFinite(state.SpeedMps) && double.IsFinite(state.LateralMps)
            && double.IsFinite(state.AccelMps2) && double.IsFinite(state.YawRateRps) && double.IsFinite(state.SteerRad)
            ? state
            : throw Field.Error("quiet", "states", "holds a number that is not finite");
    }
}
