using Sim.Numerics.Gradients;
using Sim.Numerics.Tensors;

namespace Sim.Numerics.Optimisers;

/// <summary>Changes parameters by their gradients. The rules are torch 1.13's, in single precision, in its order of operations and without fused multiply-add.</summary>
/// <remarks>
/// A parameter that has no gradient is passed over, and its own count of steps stays. A step allocates nothing but what spreads it over threads; its bits do not depend on their number.
/// Belongs to one thread at a time.
/// </remarks>
public abstract class Optimiser
{
    private readonly Variable[] _parameters;
    private readonly long[] _steps;
    private readonly Tensor?[][] _buffers;
    private readonly string[] _bufferNames;
    private double _rate;

    private protected Optimiser(IEnumerable<Variable> parameters, double rate, params string[] bufferNames)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Variable parameter in _parameters)
        {
            if (!parameter.NeedsGradient || !names.Add(parameter.Name))
                throw new ArgumentException($"{parameter} is no parameter, or there is another of its name", nameof(parameters));
        }

        Rate = rate;
        _bufferNames = bufferNames;
        _steps = new long[_parameters.Length];
        _buffers = [.. _parameters.Select(_ => new Tensor?[bufferNames.Length])];
    }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Variable> Parameters => _parameters;

    /// <summary>The learning rate of the next step: finite, not negative. A schedule's value goes here.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public double Rate
    {
        get => _rate;
        set
        {
            if (!double.IsFinite(value) || value < 0)
                throw new ArgumentOutOfRangeException(nameof(value), value, "a learning rate is finite and not negative");

            _rate = value;
        }
    }

    /// <summary>Changes each parameter that has a gradient.</summary>
    public void Step()
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            Variable parameter = _parameters[i];
            if (parameter.Gradient is not { } gradient)
                continue;

            Tensor?[] buffers = _buffers[i];
            for (int j = 0; j < buffers.Length; j++)
                buffers[j] ??= new Tensor(parameter.Value.Shape);

            Update(parameter.Value, gradient, buffers!, ++_steps[i]);
        }
    }

    /// <summary>Sets the gradients of all parameters to zero, as torch's <c>zero_grad()</c>.</summary>
    public void ZeroGradients()
    {
        foreach (Variable parameter in _parameters)
            parameter.ZeroGradient();
    }

    /// <summary>Everything but the parameters and the options that the next steps depend on. The tensors are the optimiser's own, not copies: write them out, copy them, or change them on purpose.</summary>
    public OptimiserState State()
    {
        var steps = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < _parameters.Length; i++)
        {
            steps.Add(_parameters[i].Name, _steps[i]);
            for (int j = 0; j < _bufferNames.Length; j++)
            {
                if (_buffers[i][j] is { } buffer)
                    tensors.Add($"{_parameters[i].Name}.{_bufferNames[j]}", buffer);
            }
        }

        return new OptimiserState(steps, tensors);
    }

    /// <summary>Takes over what <see cref="State"/> gave, by copying: the next steps are then the same to the last bit.</summary>
    /// <param name="state">State of an optimiser of the same kind over parameters of the same names and shapes.</param>
    /// <exception cref="ArgumentException">A parameter is missing, a tensor has no parameter, or a shape differs. Nothing has changed then.</exception>
    public void Restore(OptimiserState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int used = 0;
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (!state.Steps.TryGetValue(_parameters[i].Name, out long steps) || steps < 0)
                throw new ArgumentException($"the state holds no steps of the parameter {_parameters[i]}", nameof(state));

            foreach (string name in _bufferNames)
            {
                bool there = state.Tensors.TryGetValue($"{_parameters[i].Name}.{name}", out Tensor? tensor);
                used += there ? 1 : 0;
                if (there != steps > 0 || (there && !tensor!.HasShape(_parameters[i].Value.Shape)))
                    throw new ArgumentException($"after {steps} steps of the parameter {_parameters[i]} the state holds {(there ? $"a {tensor}" : "nothing")} as its {name}", nameof(state));
            }
        }

        if (used != state.Tensors.Count || state.Steps.Count != _parameters.Length)
            throw new ArgumentException($"the state holds {state.Steps.Count} parameters and {state.Tensors.Count} tensors, of which {_parameters.Length} and {used} are known here", nameof(state));

        for (int i = 0; i < _parameters.Length; i++)
        {
            _steps[i] = state.Steps[_parameters[i].Name];
            for (int j = 0; j < _bufferNames.Length; j++)
                _buffers[i][j] = _steps[i] > 0 ? state.Tensors[$"{_parameters[i].Name}.{_bufferNames[j]}"].Copy() : null;
        }
    }

    private protected abstract void Update(Tensor parameter, Tensor gradient, Tensor[] buffers, long step);
}
