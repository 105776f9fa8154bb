using Sim.Numerics.Gradients;
using Sim.Numerics.Sparse;
using Sim.Numerics.Tensors;

namespace Sim.Interp.Conventions;

/// <summary>
/// TopK and BatchTopK of the BatchTopK repository, and top-AFA. Features that did not fire for some batches reconstruct the residual, through which gradients go; codes may also be pulled to the length of the input.
/// No threshold is learned.
/// </summary>
public sealed class BatchTopKRepositorySelectionTrainer : BatchTopKRepositoryTrainer
{
    private readonly TopKAutoencoder? _rows;
    private readonly BatchTopKAutoencoder? _batch;
    private readonly TopAfaAutoencoder? _lengths;

    /// <summary>Makes a trainer of a TopK.</summary>
    /// <param name="model">A model that centres its input and rectifies, without a bias of the encoder; changed.</param>
    /// <param name="options">Options of the repository.</param>
    public BatchTopKRepositorySelectionTrainer(TopKAutoencoder model, BatchTopKRepositoryOptions options)
        : base(model, model?.Decoder!, options) => _rows = model;

    /// <summary>Makes a trainer of a BatchTopK.</summary>
    /// <param name="model">A model that centres its input, without a bias of the encoder; changed.</param>
    /// <param name="options">Options of the repository.</param>
    public BatchTopKRepositorySelectionTrainer(BatchTopKAutoencoder model, BatchTopKRepositoryOptions options)
        : base(model, model?.Decoder!, options) => _batch = model;

    /// <summary>Makes a trainer of a top-AFA.</summary>
    /// <param name="model">The model; changed.</param>
    /// <param name="options">Options of the repository.</param>
    public BatchTopKRepositorySelectionTrainer(TopAfaAutoencoder model, BatchTopKRepositoryOptions options)
        : base(model, model?.Decoder!, options) => _lengths = model;

    /// <inheritdoc/>
    protected override void Changed()
    {
        _rows?.Changed();
        _batch?.Changed();
    }

    private protected override BatchTopKRepositoryPass Run(Variable input, Variable target)
    {
        if (_lengths is not null)
        {
            Variable dense = _lengths.Encode(Tape, input, out Variable positive);
            return Pass(new Codes(dense), dense, _lengths.Decode(Tape, dense), Tape.NormOfRows(dense), input, target, (k, among) => Largest(positive, k, among), _lengths.Decoder);
        }

        if (_rows is not null)
        {
            SparseRows own = _rows.Encode(Tape, input, _rows.K);
            return Pass(new Codes(own), own.Values, _rows.Decode(Tape, own, input), SparseNorms.OfRows(Tape, own), input, target, (k, among) => _rows.Encode(Tape, input, k, among), _rows.Decoder);
        }

        SparseRows shared = _batch!.Encode(Tape, input);
        return Pass(new Codes(shared), shared.Values, _batch.Decode(Tape, shared), SparseNorms.OfRows(Tape, shared), input, target, (k, among) => _batch.EncodeTop(Tape, input, k, among), _batch.Decoder);
    }

    private SparseRows Largest(Variable positive, int k, Tensor among)
    {
        Variable values = Tape.TopK(Tape.Add(positive, Variable.Constant(among), Broadcast.Row), k, out int[] columns);
        return SparseRows.Even(Model.Features, k, columns, values);
    }

    private BatchTopKRepositoryPass Pass(
        Codes codes, Variable values, Variable reconstruction, Variable lengths, Variable input, Variable target, Func<int, Tensor, SparseRows> top, Variable decoder)
    {
        Count(codes);
        int rows = input.Value.Rows, reviving = Reviving;
        Variable sparsity = Tape.Scale(Tape.Sum(Tape.Abs(values)), (float)(Options.SparsityWeight / rows));
        Variable length = Tape.Scale(Tape.MeanSquaredError(lengths, Tape.NormOfRows(input)), (float)Options.LengthWeight);
        Variable? auxiliary = null;
        if (reviving > 0 && Options.AuxiliaryWeight > 0)
        {
            Variable revived = Tape.Decode(top(Math.Min(Options.AuxiliaryK, reviving), AmongReviving()), decoder, null);
            auxiliary = Tape.Scale(Tape.MeanSquaredError(revived, Tape.Subtract(target, reconstruction)), (float)Options.AuxiliaryWeight);
        }

        return new BatchTopKRepositoryPass(codes, reconstruction, ("l1_loss", sparsity), ("aux_loss", auxiliary), ("afa_loss", length));
    }
}
