using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Sums, differences, products and quotients, element by element.</summary>
public static class ArithmeticOps
{
    /// <summary>a + b.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="a">The first operand; the result has its shape.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="broadcast">How the second meets the first.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Variable Add(this Tape tape, Variable a, Variable b, Broadcast broadcast = Broadcast.None) => Binary.Record<SumFunction>(tape, a, b, broadcast, "add");

    /// <summary>a − b.</summary>
    /// <inheritdoc cref="Add"/>
    public static Variable Subtract(this Tape tape, Variable a, Variable b, Broadcast broadcast = Broadcast.None) => Binary.Record<DifferenceFunction>(tape, a, b, broadcast, "subtract");

    /// <summary>a · b, element by element.</summary>
    /// <inheritdoc cref="Add"/>
    public static Variable Multiply(this Tape tape, Variable a, Variable b, Broadcast broadcast = Broadcast.None) => Binary.Record<ProductFunction>(tape, a, b, broadcast, "multiply");

    /// <summary>a / b, element by element; a division by zero gives what IEEE 754 says.</summary>
    /// <inheritdoc cref="Add"/>
    public static Variable Divide(this Tape tape, Variable a, Variable b, Broadcast broadcast = Broadcast.None) => Binary.Record<QuotientFunction>(tape, a, b, broadcast, "divide");

    /// <summary>factor · x + offset.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="offset">What is added.</param>
    public static Variable Scale(this Tape tape, Variable x, float factor, float offset = 0) => Unary.Record(tape, x, new LineFunction(factor, offset));

    /// <summary>−x.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">Any shape.</param>
    public static Variable Negate(this Tape tape, Variable x) => Unary.Record(tape, x, new LineFunction(-1, 0));

    private readonly struct SumFunction : IFunction2
    {
        public static T Value<T>(T a, T b)
            where T : struct, ILanes<T> => a + b;

        public static T BackA<T>(T gradient, T a, T b)
            where T : struct, ILanes<T> => gradient;

        public static T TermB<T>(T gradient, T a)
            where T : struct, ILanes<T> => gradient;

        public static T BackB<T>(T sum, T b)
            where T : struct, ILanes<T> => sum;
    }

    private readonly struct DifferenceFunction : IFunction2
    {
        public static T Value<T>(T a, T b)
            where T : struct, ILanes<T> => a - b;

        public static T BackA<T>(T gradient, T a, T b)
            where T : struct, ILanes<T> => gradient;

        public static T TermB<T>(T gradient, T a)
            where T : struct, ILanes<T> => gradient;

        public static T BackB<T>(T sum, T b)
            where T : struct, ILanes<T> => T.Of(0f) - sum;
    }

    private readonly struct ProductFunction : IFunction2
    {
        public static T Value<T>(T a, T b)
            where T : struct, ILanes<T> => a * b;

        public static T BackA<T>(T gradient, T a, T b)
            where T : struct, ILanes<T> => gradient * b;

        public static T TermB<T>(T gradient, T a)
            where T : struct, ILanes<T> => gradient * a;

        public static T BackB<T>(T sum, T b)
            where T : struct, ILanes<T> => sum;
    }

    private readonly struct QuotientFunction : IFunction2
    {
        public static T Value<T>(T a, T b)
            where T : struct, ILanes<T> => a / b;

        public static T BackA<T>(T gradient, T a, T b)
            where T : struct, ILanes<T> => gradient / b;

        public static T TermB<T>(T gradient, T a)
            where T : struct, ILanes<T> => gradient * a;

        public static T BackB<T>(T sum, T b)
            where T : struct, ILanes<T> => T.Of(0f) - (sum / b / b);
    }
}
