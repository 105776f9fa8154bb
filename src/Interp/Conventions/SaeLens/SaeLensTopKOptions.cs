namespace Sim.Interp.Conventions;

/// <summary>Options of SAELens' variants that select codes: TopK, BatchTopK, Matryoshka and PolySAE.</summary>
public record SaeLensTopKOptions : SaeLensOptions
{
    /// <summary>Weight of the auxiliary loss (aux_loss_coefficient).</summary>
    public double AuxiliaryWeight { get; init; } = 1;

    /// <summary>Share of the smallest positive code of a batch that joins the threshold at each step (topk_threshold_lr). Of account for BatchTopK only.</summary>
    public double ThresholdRate { get; init; } = 0.01;
}
