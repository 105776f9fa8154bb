using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>Operations that are one function of each element.</summary>
internal static class Unary
{
    public static Variable Record<TFunction>(Tape tape, Variable x, TFunction f)
        where TFunction : struct, IFunction
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = tape.New(x.Value.Shape);
        Mapping.Map(f, x.Value, y);
        return tape.Record(
            y,
            gradient =>
            {
                Tensor target = x.GradientBuffer(out bool isNew);
                Mapping.MapBack(f, gradient, x.Value, y, target, isNew);
            },
            x);
    }
}
