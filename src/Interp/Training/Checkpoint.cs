using Sim.Numerics.Tensors;
using Sim.Numerics.Weights;

namespace Sim.Interp.Training;

/// <summary>A <see cref="TrainingState"/> as one safetensors file: parameters and moments as they are, counters as I64, numbers as F64. Written beside and then moved, so a file that is there is whole.</summary>
public static class Checkpoint
{
    private const string Kind = "sim-sae-training";
    private const string CounterPrefix = "counter/";
    private const string NumberPrefix = "number/";

    /// <summary>Writes a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The state.</param>
    /// <param name="description">What was trained and how, in a text that must be the same when it goes on.</param>
    public static void Save(string path, TrainingState state, string description)
    {
        ArgumentNullException.ThrowIfNull(state);
        var writer = new SafetensorsWriter();
        writer.Metadata["kind"] = Kind;
        writer.Metadata["training"] = description;
        foreach ((string name, Tensor tensor) in state.Tensors)
        {
            writer.Add(name, tensor);
        }

        foreach ((string name, long[] counter) in state.Counters)
        {
            writer.Add(CounterPrefix + name, counter, ElementType.I64, counter.Length);
        }

        foreach ((string name, double[] numbers) in state.Numbers)
        {
            writer.Add(NumberPrefix + name, numbers, numbers.Length);
        }

        writer.Save(path);
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="description">What is trained now and how.</param>
    /// <exception cref="InputException">The file is refused, or is of another training.</exception>
    public static TrainingState Read(string path, string description)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue("kind", out string? kind) || kind != Kind || !file.Metadata.TryGetValue("training", out string? training))
        {
            throw new InputException("this is no state of a training; expected the file that 'sim sae train' writes beside its model", path);
        }

        if (training != description)
        {
            throw new InputException($"the state is of another training and cannot go on here: it was '{training}', now it is '{description}'", path);
        }

        var state = new TrainingState();
        foreach (StoredTensor tensor in file.Tensors)
        {
            if (tensor.Name.StartsWith(CounterPrefix, StringComparison.Ordinal))
            {
                state.Counters[tensor.Name[CounterPrefix.Length..]] = tensor.ReadInt64();
            }
            else if (tensor.Name.StartsWith(NumberPrefix, StringComparison.Ordinal))
            {
                state.Numbers[tensor.Name[NumberPrefix.Length..]] = tensor.ReadDouble();
            }
            else
            {
                state.Tensors[tensor.Name] = tensor.ReadFloat();
            }
        }

        return state;
    }
}
