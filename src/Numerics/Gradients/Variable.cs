using Sim.Numerics.Tensors;

namespace Sim.Numerics.Gradients;

/// <summary>A tensor that may collect the gradient of a loss: a parameter, a constant, or the result of an operation that a <see cref="Tape"/> recorded.</summary>
/// <remarks>
/// A parameter lives outside any tape and keeps its gradient until it is set to zero or cleared. A result belongs to its tape until <see cref="Tape.Reset"/>: using it later is
/// an error that the tape reports. Belongs to one thread at a time.
/// </remarks>
public sealed class Variable
{
    private readonly Tape? _tape;
    private readonly int _generation;
    private Tensor? _gradient;
    private Tensor? _block;
    private Collected _collected;

    internal Variable(string name, Tensor value, bool needsGradient, Tape? tape, int generation)
    {
        ArgumentNullException.ThrowIfNull(value);
        (Name, Value, NeedsGradient, _tape, _generation) = (name, value, needsGradient, tape, generation);
    }

    private enum Collected
    {
        Nothing,
        Zero,
        Something,
    }

    /// <summary>What messages, optimisers and checkpoints call it; empty for a result or a constant.</summary>
    public string Name { get; }

    /// <summary>The numbers. A parameter's are changed in place by an optimiser; do not change them between an operation on them and <see cref="Tape.Backward(Variable)"/>.</summary>
    public Tensor Value { get; }

    /// <summary>Whether gradients flow into it.</summary>
    public bool NeedsGradient { get; }

    /// <summary>Whether the gradient of a result is still there after the backward pass; that of a parameter always is. Set it before the pass.</summary>
    public bool KeepsGradient { get; set; }

    /// <summary>The gradient collected since it was last cleared; null where none arrived. It has the value's shape.</summary>
    public Tensor? Gradient
    {
        get
        {
            if (_collected == Collected.Nothing)
                return null;

            if (_collected == Collected.Zero)
            {
                _gradient!.Values.Clear();
                _collected = Collected.Something;
            }

            return _gradient;
        }
    }

    /// <summary>A parameter: it collects gradients and an optimiser changes it.</summary>
    /// <param name="name">Its name, unique within an optimiser.</param>
    /// <param name="value">Its numbers, shared and not copied.</param>
    public static Variable Parameter(string name, Tensor value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new Variable(name, value, needsGradient: true, tape: null, generation: 0);
    }

    /// <summary>A value that collects no gradient.</summary>
    /// <param name="value">Its numbers, shared and not copied.</param>
    public static Variable Constant(Tensor value) => new("", value, needsGradient: false, tape: null, generation: 0);

    /// <summary>Makes the gradient zero: an optimiser then still takes a step with it, as torch's does after <c>zero_grad()</c>. Where none has arrived ever, none is there afterwards.</summary>
    public void ZeroGradient()
    {
        if (_collected != Collected.Nothing)
            _collected = Collected.Zero;
    }

    /// <summary>Forgets the gradient: an optimiser then passes the parameter over until one arrives, as torch's does after <c>zero_grad(set_to_none=True)</c>.</summary>
    public void ClearGradient() => _collected = Collected.Nothing;

    /// <summary>The place where a backward step leaves this variable's gradient.</summary>
    /// <param name="isNew">True: the contents mean nothing and must all be overwritten. False: add to them.</param>
    /// <exception cref="InvalidOperationException">The variable collects no gradient.</exception>
    public Tensor GradientBuffer(out bool isNew)
    {
        if (!NeedsGradient)
            throw new InvalidOperationException($"{this} collects no gradient; ask NeedsGradient before adding to it");

        isNew = _collected != Collected.Something;
        _collected = Collected.Something;
        if (_gradient is null)
        {
            if (_tape is null)
                _gradient = new Tensor(Value.Shape);
            else
                _gradient = _tape.Lend(Value.Shape, out _block);
        }

        return _gradient;
    }

    /// <summary>Adds to the gradient.</summary>
    /// <param name="gradient">As many elements as the value has.</param>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public void AddGradient(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (gradient.Count != Value.Count)
            throw new ArgumentException($"a gradient that is a {gradient} cannot be added to that of a {Value}", nameof(gradient));

        Tensor own = GradientBuffer(out bool isNew);
        if (isNew)
            gradient.Values.CopyTo(own.Values);
        else
            Lanewise.PutScaled(gradient, Broadcast.None, own, isNew: false, 1);
    }

    /// <summary>The name, if it has one, and the shape.</summary>
    public override string ToString() => Name.Length == 0 ? Value.ToString() : $"'{Name}', {Value}";

    internal bool BelongsTo(Tape tape) => _tape is null || (_tape == tape && _generation == tape.Generation);

    internal void GiveBackGradient()
    {
        _collected = Collected.Nothing;
        if (_block is { } block)
            _tape!.TakeBack(block);

        (_block, _gradient) = (null, null);
    }
}
