using System.Buffers.Binary;
using System.Security.Cryptography;
using Sim.Numerics;

namespace Sim.Tests.Numerics;

public sealed class PinnedBitsTests
{
    // The bits of 25 functions at 4,000 arguments each. A machine, runtime or switched-off instruction set that gives another hash breaks
    // the promise that a run has the same bytes everywhere; a deliberate change of a function changes every recorded result.
    [Fact]
    public void Every_machine_gives_the_same_bits()
    {
        Assert.Equal("728305c0d175b1121a93188d09871e342cb23fbc814fd1e1062507391a746564", Convert.ToHexStringLower(HashOfOutputs()));
    }

    private static byte[] HashOfOutputs()
    {
        Func<double, double>[] functions =
        [
            Pinned.Sin, Pinned.Cos, x => Pinned.SinCos(x).Sin, Pinned.Tan, Pinned.Atan, Pinned.Exp, Pinned.Expm1, Pinned.Log, Pinned.Log1p, Pinned.Log2,
            Pinned.Log10, Pinned.Sinh, Pinned.Cosh, Pinned.Tanh, Pinned.Cbrt, Pinned.Erf, Pinned.Erfc, Pinned.NormalCdf, Pinned.WrapAngle,
            x => Pinned.Asin(1.0 / (1.0 + x * x)), x => Pinned.Acos(1.0 / (1.0 + x * x)), x => Pinned.NormalQuantile(1.0 / (1.0 + x * x)),
            x => Pinned.Atan2(x, 0.7 - x), x => Pinned.Hypot(x, 0.3), x => Pinned.Pow(Math.Abs(x), 1.7),
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[8];
        for (int i = 0; i < 4000; i++)
        {
            ulong bits = RandomStream.At(123, (ulong)i);
            // A third everyday numbers, a third of wide range, a third any bit pattern.
            double x = (i % 3) switch
            {
                0 => (bits >> 11) * (20.0 / 9007199254740992.0) - 10.0,
                1 => BitConverter.Int64BitsToDouble((long)(bits & 0x800FFFFFFFFFFFFFUL | (ulong)(1023 - 40 + i % 80) << 52)),
                _ => BitConverter.UInt64BitsToDouble(bits),
            };
            foreach (Func<double, double> f in functions)
            {
                double y = f(x);
                // The payload of a NaN is the one thing IEEE 754 leaves open.
                BinaryPrimitives.WriteInt64LittleEndian(bytes, double.IsNaN(y) ? long.MinValue : BitConverter.DoubleToInt64Bits(y));
                hash.AppendData(bytes);
            }
        }
        return hash.GetHashAndReset();
    }
}
