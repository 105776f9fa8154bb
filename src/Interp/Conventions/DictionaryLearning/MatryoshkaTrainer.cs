using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;

namespace Sim.Interp.Conventions;

/// <summary>
/// Matryoshka BatchTopK as dictionary_learning trains it (trainers/matryoshka_batch_top_k.py; interp §1.3): one selection, and a loss that is the mean over groups of
/// <c>wᵢ · ‖x − x̂ᵢ‖²</c>, where x̂ᵢ comes from the first i groups. Weights that add up to 1 are so divided by the number of groups once more, as in the library.
/// </summary>
public sealed class MatryoshkaTrainer : BatchTopKTrainer
{
    private readonly BatchTopKAutoencoder _model;
    private readonly double[] _weights;

    /// <summary>Makes a trainer.</summary>
    /// <param name="model">A model with groups of features; changed.</param>
    /// <param name="options">Options of the library.</param>
    /// <param name="weights">A weight for each group; null for an equal share of 1 each.</param>
    /// <exception cref="ArgumentException">There are not as many weights as groups.</exception>
    public MatryoshkaTrainer(BatchTopKAutoencoder model, TopKTrainerOptions options, IReadOnlyList<double>? weights = null)
        : base(model, options)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _weights = [.. weights ?? [.. Enumerable.Repeat(1.0 / model.Groups.Count, model.Groups.Count)]];
        if (_weights.Length != model.Groups.Count)
        {
            throw new ArgumentException($"there are {_weights.Length} weights for {model.Groups.Count} groups", nameof(weights));
        }
    }

    private protected override (Variable Reconstruction, Variable Loss) Reconstruct(SparseRows codes, Variable input, Variable target, IDictionary<string, double> terms)
    {
        Variable? reconstruction = null, sum = null;
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        int first = 0;
        for (int group = 0; group < _model.ActiveGroups; group++)
        {
            int end = first + _model.Groups[group];
            SparseRows own = Tape.KeepColumns(codes, first, end);
            reconstruction = reconstruction is null ? _model.Decode(Tape, own) : Tape.Add(reconstruction, Tape.Decode(own, _model.Decoder, null));
            Variable loss = Tape.Scale(Losses.SumThenMean(Tape, Tape.Subtract(target, reconstruction)), (float)_weights[group]);
            sum = sum is null ? loss : Tape.Add(sum, loss);
            (smallest, largest) = (Math.Min(smallest, loss.Value.Values[0]), Math.Max(largest, loss.Value.Values[0]));
            first = end;
        }

        (terms["min_l2_loss"], terms["max_l2_loss"]) = (smallest, largest);
        return (reconstruction!, Tape.Scale(sum!, 1f / _model.ActiveGroups));
    }
}
