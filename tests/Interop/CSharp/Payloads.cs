using Google.Protobuf;

namespace Sim.Tests.Interop;

/// <summary>The bytes and texts that travel.</summary>
internal static class Payloads
{
    public const int MiB = 1024 * 1024;

    /// <summary>What every receiver of the matrix takes at most.</summary>
    public const int ReceiveLimit = 4 * MiB;

    public const string Service = "sim.interop.v1.Interop";

    public const string Text = "Fahrspur «3» fehlt: 100 % — 車線なし 🚗\nzweite Zeile";

    public static byte[] Binary { get; } = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    /// <summary>Byte i is i mod 251.</summary>
    public static ByteString Pattern(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    public static ByteString Zeros(int size) => UnsafeByteOperations.UnsafeWrap(new byte[size]);
}
