using Sim.Numerics.Optimisers;
using Sim.Numerics.Tensors;

namespace Sim.Interp;

/// <summary>All that a trainer must be given back to go on as if it had never stopped: to the bit.</summary>
public sealed class TrainingState
{
    /// <summary>Tensors by name: parameters, moments of the optimiser, buffers.</summary>
    public IDictionary<string, Tensor> Tensors { get; } = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);

    /// <summary>Whole numbers by name: steps, tokens since a feature fired.</summary>
    public IDictionary<string, long[]> Counters { get; } = new SortedDictionary<string, long[]>(StringComparer.Ordinal);

    /// <summary>Numbers in double precision by name.</summary>
    public IDictionary<string, double[]> Numbers { get; } = new SortedDictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>A tensor that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="InputException">It is missing or has another shape.</exception>
    public Tensor Tensor(string name, params ReadOnlySpan<int> shape)
    {
        if (!Tensors.TryGetValue(name, out Tensor? tensor))
        {
            throw new InputException($"the state holds no tensor '{name}'; it belongs to another kind of training");
        }

        return tensor.HasShape(shape) ? tensor : throw new InputException($"'{name}' is a {tensor}, expected {string.Join(" × ", shape.ToArray())}");
    }

    /// <summary>Whole numbers that must be there.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InputException">They are missing or not as many.</exception>
    public long[] Counter(string name, int count)
    {
        if (!Counters.TryGetValue(name, out long[]? counter))
        {
            throw new InputException($"the state holds no counter '{name}'; it belongs to another kind of training");
        }

        return counter.Length == count ? counter : throw new InputException($"'{name}' has {counter.Length} numbers, expected {count}");
    }

    /// <summary>Numbers that must be there.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InputException">They are missing or not as many.</exception>
    public double[] Number(string name, int count)
    {
        if (!Numbers.TryGetValue(name, out double[]? number))
        {
            throw new InputException($"the state holds no number '{name}'; it belongs to another kind of training");
        }

        return number.Length == count ? number : throw new InputException($"'{name}' has {number.Length} numbers, expected {count}");
    }

    /// <summary>Adds a copy of what an optimiser remembers.</summary>
    /// <param name="name">What it is called here.</param>
    /// <param name="optimiser">What it remembers.</param>
    public void Add(string name, OptimiserState optimiser)
    {
        ArgumentNullException.ThrowIfNull(optimiser);
        foreach ((string parameter, long steps) in optimiser.Steps)
        {
            Counters[$"{name}:{parameter}"] = [steps];
        }

        foreach ((string moment, Tensor tensor) in optimiser.Tensors)
        {
            Tensors[$"{name}:{moment}"] = tensor.Copy();
        }
    }

    /// <summary>What an optimiser remembered.</summary>
    /// <param name="name">What it is called here.</param>
    public OptimiserState Optimiser(string name)
    {
        string prefix = name + ":";
        return new OptimiserState(
            Counters.Where(c => c.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(c => c.Key[prefix.Length..], c => c.Value[0]),
            Tensors.Where(t => t.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(t => t.Key[prefix.Length..], t => t.Value));
    }
}
