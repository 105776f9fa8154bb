using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Operations that are one function of two elements, with the broadcasts there are.</summary>
internal static class Binary
{
    public static Variable Record<TFunction>(Tape tape, Variable a, Variable b, Broadcast how, string verb)
        where TFunction : struct, IFunction2
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor x = a.Value, y = b.Value;
        bool fits = how switch
        {
            Broadcast.None => x.HasShape(y.Shape),
            Broadcast.Row => y.Count == x.Columns,
            Broadcast.Column => y.Count == x.Rows,
            Broadcast.Scalar => y.Count == 1,
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "no such broadcast"),
        };
        if (!fits)
            throw new ArgumentException($"cannot {verb} a {x} and a {y} with broadcast {how}", nameof(b));

        Tensor result = tape.New(x.Shape);
        Lanewise.Put(x, x, y, how, result, isNew: true, default(Forward<TFunction>));
        return tape.Record(
            result,
            gradient =>
            {
                if (a.NeedsGradient)
                {
                    Tensor target = a.GradientBuffer(out bool isNew);
                    Lanewise.Put(gradient, x, y, how, target, isNew, default(BackToA<TFunction>));
                }

                if (b.NeedsGradient)
                    BackB<TFunction>(tape, gradient, x, b, how);
            },
            a,
            b);
    }

    private static void BackB<TFunction>(Tape tape, Tensor gradient, Tensor x, Variable b, Broadcast how)
        where TFunction : struct, IFunction2
    {
        Tensor target = b.GradientBuffer(out bool isNew), y = b.Value;
        if (how == Broadcast.None)
        {
            Lanewise.Put(gradient, x, y, how, target, isNew, default(BackToB<TFunction>));
            return;
        }

        Tensor sums = tape.New(y.Shape);
        switch (how)
        {
            case Broadcast.Row:
                Reductions.ByColumn(gradient.Values, x.Values, sums.Values, default(Term<TFunction>));
                break;
            case Broadcast.Column:
                Reductions.ByRow(gradient.Values, x.Values, x.Columns, sums.Values, default(Term<TFunction>));
                break;
            default:
                sums.Values[0] = (float)Reductions.Total(gradient.Values, x.Values, default(Term<TFunction>));
                break;
        }

        Lanewise.Put(sums, sums, y, Broadcast.None, target, isNew, default(BackFromSum<TFunction>));
    }

    private readonly struct Forward<TFunction> : ILaneMap3
        where TFunction : struct, IFunction2
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => TFunction.Value(x, z);
    }

    private readonly struct BackToA<TFunction> : ILaneMap3
        where TFunction : struct, IFunction2
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => TFunction.BackA(x, y, z);
    }

    private readonly struct BackToB<TFunction> : ILaneMap3
        where TFunction : struct, IFunction2
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => TFunction.BackB(TFunction.TermB(x, y), z);
    }

    private readonly struct BackFromSum<TFunction> : ILaneMap3
        where TFunction : struct, IFunction2
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => TFunction.BackB(x, z);
    }

    private readonly struct Term<TFunction> : ILaneMap2
        where TFunction : struct, IFunction2
    {
        public T Of<T>(T x, T y)
            where T : struct, ILanes<T> => TFunction.TermB(x, y);
    }
}
