using System.Runtime.Intrinsics;

namespace Sim.Numerics.Tensors;

/// <summary>Sixteen numbers in one register.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> v) : ILanes<Lanes512>
{
    private readonly Vector512<float> _v = v;

    public static Lanes512 Of(float value) => new(Vector512.Create(value));

    public static Lanes512 Load(float* from) => new(Vector512.Load(from));

    public void Store(float* to) => _v.Store(to);

    public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a._v + b._v);

    public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(a._v - b._v);

    public static Lanes512 operator *(Lanes512 a, Lanes512 b) => new(a._v * b._v);

    public static Lanes512 operator /(Lanes512 a, Lanes512 b) => new(a._v / b._v);

    public static Lanes512 Fuse(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.FusedMultiplyAdd(a._v, b._v, c._v));

    public static Lanes512 Sqrt(Lanes512 a) => new(Vector512.Sqrt(a._v));

    public static Lanes512 Abs(Lanes512 a) => new(Vector512.Abs(a._v));

    public static Lanes512 Round(Lanes512 a) => new(Vector512.Round(a._v));

    public static Lanes512 PowerOfTwo(Lanes512 whole) => new(Vector512.ShiftLeft(Vector512.ConvertToInt32Native(whole._v) + Vector512.Create(127), 23).AsSingle());

    public static (Lanes512 Exponent, Lanes512 Mantissa) Parts(Lanes512 a)
    {
        Vector512<int> bits = a._v.AsInt32();
        return (new(Vector512.ConvertToSingle(Vector512.ShiftRightLogical(bits, 23) - Vector512.Create(127))), new(((bits & Vector512.Create(0x7fffff)) | Vector512.Create(0x3f800000)).AsSingle()));
    }

    public static Lanes512 IfLess(Lanes512 a, Lanes512 b, Lanes512 then, Lanes512 otherwise) => new(Vector512.ConditionalSelect(Vector512.LessThan(a._v, b._v), then._v, otherwise._v));

    public static Lanes512 CopySign(Lanes512 magnitude, Lanes512 sign) => new(Vector512.CopySign(magnitude._v, sign._v));

    public static uint Greater(Lanes512 a, Lanes512 b) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThan(a._v, b._v));
}
