using System.Runtime.Intrinsics;

namespace Sim.Numerics.Tensors;

/// <summary>Sixteen numbers in two registers.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> low, Vector256<float> high) : ILanes<Lanes256>
{
    private readonly Vector256<float> _low = low;
    private readonly Vector256<float> _high = high;

    public static Lanes256 Of(float value) => new(Vector256.Create(value), Vector256.Create(value));

    public static Lanes256 Load(float* from) => new(Vector256.Load(from), Vector256.Load(from + 8));

    public void Store(float* to)
    {
        _low.Store(to);
        _high.Store(to + 8);
    }

    public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a._low + b._low, a._high + b._high);

    public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a._low - b._low, a._high - b._high);

    public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a._low * b._low, a._high * b._high);

    public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a._low / b._low, a._high / b._high);

    public static Lanes256 Fuse(Lanes256 a, Lanes256 b, Lanes256 c) => new(Vector256.FusedMultiplyAdd(a._low, b._low, c._low), Vector256.FusedMultiplyAdd(a._high, b._high, c._high));

    public static Lanes256 Sqrt(Lanes256 a) => new(Vector256.Sqrt(a._low), Vector256.Sqrt(a._high));

    public static Lanes256 Abs(Lanes256 a) => new(Vector256.Abs(a._low), Vector256.Abs(a._high));

    public static Lanes256 Round(Lanes256 a) => new(Vector256.Round(a._low), Vector256.Round(a._high));

    public static Lanes256 PowerOfTwo(Lanes256 whole) => new(PowerOfTwo(whole._low), PowerOfTwo(whole._high));

    public static (Lanes256 Exponent, Lanes256 Mantissa) Parts(Lanes256 a) => (new(Exponent(a._low), Exponent(a._high)), new(Mantissa(a._low), Mantissa(a._high)));

    public static Lanes256 IfLess(Lanes256 a, Lanes256 b, Lanes256 then, Lanes256 otherwise) => new(
        Vector256.ConditionalSelect(Vector256.LessThan(a._low, b._low), then._low, otherwise._low),
        Vector256.ConditionalSelect(Vector256.LessThan(a._high, b._high), then._high, otherwise._high));

    public static Lanes256 CopySign(Lanes256 magnitude, Lanes256 sign) => new(Vector256.CopySign(magnitude._low, sign._low), Vector256.CopySign(magnitude._high, sign._high));

    public static uint Greater(Lanes256 a, Lanes256 b) =>
        Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(a._low, b._low)) | (Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(a._high, b._high)) << 8);

    private static Vector256<float> PowerOfTwo(Vector256<float> whole) => Vector256.ShiftLeft(Vector256.ConvertToInt32Native(whole) + Vector256.Create(127), 23).AsSingle();

    private static Vector256<float> Exponent(Vector256<float> a) => Vector256.ConvertToSingle(Vector256.ShiftRightLogical(a.AsInt32(), 23) - Vector256.Create(127));

    private static Vector256<float> Mantissa(Vector256<float> a) => ((a.AsInt32() & Vector256.Create(0x7fffff)) | Vector256.Create(0x3f800000)).AsSingle();
}
