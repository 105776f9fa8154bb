using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Operations that are one function of each element.</summary>
internal static class Unary
{
    /// <summary>A kernel of one operand.</summary>
    public delegate void Kernel(ReadOnlySpan<float> x, Span<float> result);

    /// <summary>A kernel that takes the operand and the gradient of its result.</summary>
    public delegate void BackKernel(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result);

    /// <summary>Records a function written over lanes.</summary>
    public static Variable Record<TFunction>(Tape tape, Variable x, TFunction f)
        where TFunction : struct, IFunction
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = tape.New(x.Value.Shape);
        Pointwise.Map(x.Value.Values, y.Values, new Forward<TFunction>(f));
        return tape.Record(
            y,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Lanewise.Put(gradient, x.Value, y, Broadcast.None, target, isNew, new Backward<TFunction>(f));
            },
            x);
    }

    /// <summary>Records a pair of kernels.</summary>
    public static Variable Record(Tape tape, Variable x, Kernel forward, BackKernel backward)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = tape.New(x.Value.Shape);
        forward(x.Value.Values, y.Values);
        return tape.Record(y, gradient => Write(tape, x, target => backward(x.Value.Values, gradient.Values, target.Values)), x);
    }

    /// <summary>Lets a kernel that overwrites its result add to a gradient.</summary>
    public static void Write(Tape tape, Variable x, Action<Tensor> kernel)
    {
        Tensor target = x.GradientBuffer(out bool isNew);
        if (isNew)
        {
            kernel(target);
            return;
        }

        Tensor part = tape.New(x.Value.Shape);
        kernel(part);
        Lanewise.PutScaled(part, Broadcast.None, target, isNew: false, 1);
    }

    private readonly struct Forward<TFunction>(TFunction f) : ILaneMap
        where TFunction : struct, IFunction
    {
        public T Of<T>(T x)
            where T : struct, ILanes<T> => f.Value(x);
    }

    private readonly struct Backward<TFunction>(TFunction f) : ILaneMap3
        where TFunction : struct, IFunction
    {
        public T Of<T>(T x, T y, T z)
            where T : struct, ILanes<T> => f.Back(x, y, z);
    }
}
