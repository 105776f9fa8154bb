namespace Sim.Interp.Conventions;

/// <summary>What trainers after papers without published code have in common.</summary>
public record PaperOptions
{
    /// <summary>Rate of Adam.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Whether the loss is half of the squared error, as the papers on AbsTopK and GBA write it.</summary>
    public bool HalfSquares { get; init; }

    /// <summary>Whether the decoder's gradient is projected and its rows get unit length after a step.</summary>
    public bool UnitDecoder { get; init; } = true;

    /// <summary>Largest length of all gradients together; infinite for no limit.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Tokens without firing after which a feature counts as dead.</summary>
    public long DeadAfterTokens { get; init; } = 10_000_000;
}
