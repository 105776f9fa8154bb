namespace Sim.Numerics.Tensors;

/// <summary>Sixteen numbers side by side, as wide as the processor allows. A kernel is written once over this and compiled for each width, the scalar one included, with the same bits from all of them.</summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract TSelf Of(float value);

    static abstract TSelf Load(float* from);

    void Store(float* to);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf Fuse(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Abs(TSelf a);

    /// <summary>Nearest whole number, halves to the even one.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>2 to the power of a whole number from -126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf whole);

    /// <summary>The exponent e and mantissa in [1, 2) of positive normal numbers.</summary>
    static abstract (TSelf Exponent, TSelf Mantissa) Parts(TSelf a);

    /// <summary>Where a is less than b the one, else, also where a number is NaN, the other.</summary>
    static abstract TSelf IfLess(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>The magnitudes of one with the signs of the other.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>A bit per lane, the lowest for the first, that is set where a is greater than b.</summary>
    static abstract uint Greater(TSelf a, TSelf b);
}
