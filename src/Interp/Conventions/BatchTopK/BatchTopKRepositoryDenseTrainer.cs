using Sim.Numerics.Gradients;

namespace Sim.Interp.Conventions;

/// <summary>Vanilla and JumpReLU of the BatchTopK repository. JumpReLU rectifies first and takes nothing off its input; what moves its thresholds is in <see cref="ThresholdForm.LogarithmStraightThrough"/>.</summary>
public sealed class BatchTopKRepositoryDenseTrainer : BatchTopKRepositoryTrainer
{
    private readonly StandardAutoencoder? _standard;
    private readonly JumpReluAutoencoder? _jump;

    /// <summary>Makes a trainer of a vanilla autoencoder: the penalty is the mean sum of codes.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the repository.</param>
    public BatchTopKRepositoryDenseTrainer(StandardAutoencoder model, BatchTopKRepositoryOptions options)
        : base(model, model?.Decoder!, options) => _standard = model;

    /// <summary>Makes a trainer of a JumpReLU: the penalty is L0, of which thresholds alone have a gradient.</summary>
    /// <param name="model">A model that rectifies first and does not centre its input; changed.</param>
    /// <param name="options">Options of the repository.</param>
    public BatchTopKRepositoryDenseTrainer(JumpReluAutoencoder model, BatchTopKRepositoryOptions options)
        : base(model, model?.Decoder!, options) => _jump = model;

    private protected override BatchTopKRepositoryPass Run(Variable input, Variable target)
    {
        Variable codes, sparsity;
        if (_jump is not null)
        {
            Variable thresholds = _jump.Thresholds(Tape);
            codes = _jump.Encode(Tape, input, thresholds, out _);
            sparsity = Jump.MeanActive(Tape, codes, thresholds, (float)_jump.Options.Bandwidth);
            return new BatchTopKRepositoryPass(new Codes(codes), _jump.Decode(Tape, codes), ("l1_loss", Tape.Scale(sparsity, (float)Options.SparsityWeight)));
        }

        codes = _standard!.Encode(Tape, input);
        sparsity = Tape.Scale(Tape.Sum(codes), (float)(Options.SparsityWeight / input.Value.Rows));
        var held = new Codes(codes);
        Count(held);
        return new BatchTopKRepositoryPass(held, _standard.Decode(Tape, codes), ("l1_loss", sparsity));
    }
}
