using System.Buffers.Binary;
using System.Security.Cryptography;
using Sim.Numerics;

namespace Sim.Host.SelfTests;

/// <summary>
/// The bits of 25 elementary functions at 4,000 arguments each. A machine, runtime or instruction set that gives another hash breaks the promise that a
/// run has the same bytes everywhere; a deliberate change of a function changes every recorded result.
/// </summary>
internal static class PinnedFigures
{
    /// <summary>What every machine must give.</summary>
    public const string Expected = "728305c0d175b1121a93188d09871e342cb23fbc814fd1e1062507391a746564";

    /// <summary>Number of arguments.</summary>
    public const int Arguments = 4000;

    private static readonly Func<double, double>[] Functions =
    [
        Pinned.Sin, Pinned.Cos, x => Pinned.SinCos(x).Sin, Pinned.Tan, Pinned.Atan, Pinned.Exp, Pinned.Expm1, Pinned.Log, Pinned.Log1p, Pinned.Log2,
        Pinned.Log10, Pinned.Sinh, Pinned.Cosh, Pinned.Tanh, Pinned.Cbrt, Pinned.Erf, Pinned.Erfc, Pinned.NormalCdf, Pinned.WrapAngle,
        x => Pinned.Asin(1.0 / (1.0 + x * x)), x => Pinned.Acos(1.0 / (1.0 + x * x)), x => Pinned.NormalQuantile(1.0 / (1.0 + x * x)),
        x => Pinned.Atan2(x, 0.7 - x), x => Pinned.Hypot(x, 0.3), x => Pinned.Pow(Math.Abs(x), 1.7),
    ];

    /// <summary>Number of values behind the hash.</summary>
    public static int Values => Arguments * Functions.Length;

    /// <summary>What this machine gives.</summary>
    public static string Found()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < Arguments; i++)
        {
            ulong bits = RandomStream.At(123, (ulong)i);

            // A third everyday numbers, a third of wide range, a third any bit pattern.
            double x = (i % 3) switch
            {
                0 => (bits >> 11) * (20.0 / 9007199254740992.0) - 10.0,
                1 => BitConverter.Int64BitsToDouble((long)(bits & 0x800FFFFFFFFFFFFFUL | (ulong)(1023 - 40 + i % 80) << 52)),
                _ => BitConverter.UInt64BitsToDouble(bits),
            };
            foreach (var f in Functions)
            {
                double y = f(x);

                // The payload of a NaN is the one thing IEEE 754 leaves open.
                BinaryPrimitives.WriteInt64LittleEndian(bytes, double.IsNaN(y) ? long.MinValue : BitConverter.DoubleToInt64Bits(y));
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
