namespace Sim.Numerics.Tensors;

/// <summary>Arithmetic element by element. A result may be one of its operands, but must not overlap one otherwise.</summary>
public static class Elementwise
{
    /// <summary>x + y.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand, as long as the first.</param>
    /// <param name="result">Receives the sums.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) => Pointwise.Map2(x, y, result, default(Plus));

    /// <summary>x − y.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand, as long as the first.</param>
    /// <param name="result">Receives the differences.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) => Pointwise.Map2(x, y, result, default(Minus));

    /// <summary>x · y, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand, as long as the first.</param>
    /// <param name="result">Receives the products.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) => Pointwise.Map2(x, y, result, default(Times));

    /// <summary>x / y, element by element.</summary>
    /// <param name="x">First operand.</param>
    /// <param name="y">Second operand, as long as the first.</param>
    /// <param name="result">Receives the quotients.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Divide(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) => Pointwise.Map2(x, y, result, default(Over));

    /// <summary>x · factor.</summary>
    /// <param name="x">Operand.</param>
    /// <param name="factor">What each element is multiplied with.</param>
    /// <param name="result">Receives the products.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Scale(ReadOnlySpan<float> x, float factor, Span<float> result) => Pointwise.Map(x, result, new ByFactor(factor));

    /// <summary>y = alpha · x + y, each rounded once.</summary>
    /// <param name="alpha">Factor.</param>
    /// <param name="x">What is added.</param>
    /// <param name="y">What it is added to.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Axpy(float alpha, ReadOnlySpan<float> x, Span<float> y) => Pointwise.Map2(x, y, y, new Fused(alpha));

    /// <summary>Adds one row to every row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="row">What each of them gets.</param>
    /// <param name="result">Receives the sums.</param>
    /// <exception cref="ArgumentException">The elements are not rows of this length.</exception>
    public static void AddRow(ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> result) => Pointwise.MapRows(x, row, result, default(Plus));

    /// <summary>Takes one row from every row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="row">What is taken from each of them.</param>
    /// <param name="result">Receives the differences.</param>
    /// <exception cref="ArgumentException">The elements are not rows of this length.</exception>
    public static void SubtractRow(ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> result) => Pointwise.MapRows(x, row, result, default(Minus));

    /// <summary>Multiplies every row with one row, element by element.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="row">The factors of the columns.</param>
    /// <param name="result">Receives the products.</param>
    /// <exception cref="ArgumentException">The elements are not rows of this length.</exception>
    public static void MultiplyRow(ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> result) => Pointwise.MapRows(x, row, result, default(Times));

    /// <summary>e to the power of x, within two units in the last place; infinity above 88.72.</summary>
    /// <param name="x">Exponents.</param>
    /// <param name="result">Receives the powers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(Power));

    /// <summary>Natural logarithm, within two units in the last place; minus infinity for 0, NaN below.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the logarithms.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(Logarithm));

    /// <summary>Square root, rounded once.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the roots; NaN for what is negative.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sqrt(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(Root));

    /// <summary>Magnitude.</summary>
    /// <param name="x">Arguments.</param>
    /// <param name="result">Receives the magnitudes.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Abs(ReadOnlySpan<float> x, Span<float> result) => Pointwise.Map(x, result, default(Magnitude));

    private readonly struct Plus : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => x + y;
    }

    private readonly struct Minus : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => x - y;
    }

    private readonly struct Times : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => x * y;
    }

    private readonly struct Over : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => x / y;
    }

    private readonly struct ByFactor(float factor) : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => x * T.Of(factor);
    }

    private readonly struct Fused(float alpha) : ILaneMap2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => T.Fuse(T.Of(alpha), x, y);
    }

    private readonly struct Power : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LaneMath.Exp(x);
    }

    private readonly struct Logarithm : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => LaneMath.Log(x);
    }

    private readonly struct Root : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => T.Sqrt(x);
    }

    private readonly struct Magnitude : ILaneMap
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => T.Abs(x);
    }
}
