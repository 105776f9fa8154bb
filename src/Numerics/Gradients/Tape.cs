using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>
/// Reverse-mode differentiation: operations compute their value at once and record how a gradient of their result becomes gradients of their inputs;
/// <see cref="Backward(Variable)"/> plays the record back from its end.
/// </summary>
/// <remarks>
/// The operations are extension methods (<c>tape.MatMul(x, weights)</c>), all written against the public <see cref="Record"/>, so those of another library look and work the
/// same. A tape lends memory and takes it back at <see cref="Reset"/>: a training step with the shapes of the one before allocates only the small objects of the record.
/// A tape belongs to one thread at a time; operations spread their own work over threads, with results that do not depend on how many there are.
/// </remarks>
public sealed class Tape
{
    private readonly List<Step> _steps = [];
    private readonly List<Tensor> _lent = [];
    private readonly List<int[]> _lentIntegers = [];
    private readonly BufferPool _pool = new();

    /// <summary>Whether operations are recorded; switch it off where only values are wanted.</summary>
    public bool IsRecording { get; set; } = true;

    /// <summary>How many operations are recorded.</summary>
    public int Count => _steps.Count;

    internal int Generation { get; private set; }

    /// <summary>A tensor for an operation's value or work, with any contents; it belongs to the tape again after <see cref="Reset"/>.</summary>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    public Tensor New(params ReadOnlySpan<int> shape)
    {
        Tensor tensor = Lend(shape, out Tensor block);
        _lent.Add(block);
        return tensor;
    }

    /// <summary>As <see cref="New"/>, filled with zeros.</summary>
    /// <param name="shape">Length of each dimension, outermost first.</param>
    public Tensor Zeros(params ReadOnlySpan<int> shape)
    {
        Tensor tensor = New(shape);
        tensor.Values.Clear();
        return tensor;
    }

    /// <summary>Integers for an operation, such as indices, with any contents; they belong to the tape again after <see cref="Reset"/>.</summary>
    /// <param name="count">How many.</param>
    public int[] NewIntegers(int count)
    {
        int[] integers = _pool.RentIntegers(count);
        _lentIntegers.Add(integers);
        return integers;
    }

    /// <summary>Records an operation: its value is there, and this is how gradients flow back.</summary>
    /// <param name="value">The result, usually from <see cref="New"/>.</param>
    /// <param name="backward">
    /// Takes the gradient of the result, which has its shape, and adds to those of the inputs that need one, by <see cref="Variable.GradientBuffer"/> or
    /// <see cref="Variable.AddGradient"/>. It runs at most once per backward pass, after all that used the result, and must not change or keep what it is given.
    /// </param>
    /// <param name="inputs">All variables that the result depends on.</param>
    /// <returns>The result; it needs a gradient where the tape is recording and an input needs one.</returns>
    /// <exception cref="InvalidOperationException">An input belongs to another tape, or to a step before the last <see cref="Reset"/>.</exception>
    public Variable Record(Tensor value, Action<Tensor> backward, params ReadOnlySpan<Variable> inputs)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(backward);
        bool needs = false;
        foreach (Variable input in inputs)
        {
            if (!input.BelongsTo(this))
                throw new InvalidOperationException($"the result {input} belongs to another tape or was made before this one was reset");

            needs |= input.NeedsGradient;
        }

        needs &= IsRecording;
        var result = new Variable("", value, needs, this, Generation);
        if (needs)
            _steps.Add(new Step(result, backward));

        return result;
    }

    /// <summary>The same numbers as a constant: no gradient flows back through it. What PyTorch calls detach and TensorFlow stop_gradient.</summary>
    /// <param name="x">Any variable; the memory is shared.</param>
    public Variable Detach(Variable x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.BelongsTo(this) ? new Variable("", x.Value, needsGradient: false, this, Generation) : throw new InvalidOperationException($"the result {x} belongs to another tape or was made before this one was reset");
    }

    /// <summary>Adds the gradient of a loss to all parameters that it depends on.</summary>
    /// <param name="loss">A single number made on this tape since the last <see cref="Reset"/>.</param>
    /// <exception cref="ArgumentException">The loss is not a single number.</exception>
    /// <exception cref="InvalidOperationException">The loss depends on nothing that needs a gradient, or is not of this tape.</exception>
    public void Backward(Variable loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Value.Count != 1)
            throw new ArgumentException($"a loss must be one number, but is a {loss}; give the gradient of its elements to differentiate it", nameof(loss));

        Tensor one = New(loss.Value.Shape);
        one.Values[0] = 1;
        Backward(loss, one);
    }

    /// <summary>Adds the gradient of the sum of a result's elements, each times a weight, to all parameters that it depends on.</summary>
    /// <param name="result">A result made on this tape since the last <see cref="Reset"/>.</param>
    /// <param name="weights">The weights: the gradient of whatever follows with respect to <paramref name="result"/>, of its shape.</param>
    /// <exception cref="InvalidOperationException">The result depends on nothing that needs a gradient, or is not of this tape.</exception>
    public void Backward(Variable result, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.BelongsTo(this))
            throw new InvalidOperationException($"the result {result} belongs to another tape or was made before this one was reset");

        if (!result.NeedsGradient)
            throw new InvalidOperationException($"{result} depends on nothing that needs a gradient");

        // A pass that is run again must not push the gradients that the last one kept through the record a second time.
        foreach (Step step in _steps)
            step.Result.GiveBackGradient();

        result.AddGradient(weights);
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            (Variable output, Action<Tensor> backward) = _steps[i];
            if (output.Gradient is not { } gradient)
                continue;

            backward(gradient);
            if (!output.KeepsGradient)
                output.GiveBackGradient();
        }
    }

    /// <summary>Forgets the record and takes back all memory that was lent: every result and tensor of this tape loses its meaning. Call it before each step.</summary>
    public void Reset()
    {
        foreach (Step step in _steps)
            step.Result.GiveBackGradient();

        foreach (Tensor block in _lent)
            _pool.Return(block);

        foreach (int[] integers in _lentIntegers)
            _pool.Return(integers);

        _steps.Clear();
        _lent.Clear();
        _lentIntegers.Clear();
        _pool.EndStep();
        Generation++;
    }

    internal Tensor Lend(ReadOnlySpan<int> shape, out Tensor block)
    {
        long count = 1;
        foreach (int length in shape)
            count *= length;

        // Beyond what an array holds, the tensor's own constructor says so.
        block = count is >= 0 and <= int.MaxValue / 2 ? _pool.Rent((int)count) : new Tensor(shape).Reshape(-1);
        return block.Slice(0, (int)count).Reshape(shape);
    }

    internal void TakeBack(Tensor block) => _pool.Return(block);

    private readonly record struct Step(Variable Result, Action<Tensor> Backward);
}
