namespace Sim.Interp.Benchmark;

/// <summary>A variant after the convention of one library, as the benchmark trains it.</summary>
/// <param name="Name">Name of the variant.</param>
/// <param name="Library">The library or paper whose convention it follows.</param>
/// <param name="Make">Makes the learner at its start.</param>
public sealed record BenchmarkVariant(string Name, string Library, Func<BenchmarkSetting, BenchmarkLearner> Make)
{
    /// <summary>Variants that select the codes of a rectified linear encoder.</summary>
    public const string Selecting = "top k";

    /// <summary>Variants whose codes are few because of a penalty.</summary>
    public const string Penalised = "penalty";

    /// <summary>Variants that find codes one after the other in what is left.</summary>
    public const string Pursuit = "pursuit";

    /// <summary>Variants whose codes have either sign.</summary>
    public const string EitherSign = "signed codes";

    /// <summary>Variants whose decoder multiplies codes.</summary>
    public const string Polynomial = "polynomial decoder";

    /// <summary>Variants that choose their activation frequencies.</summary>
    public const string Frequencies = "frequency targets";

    /// <summary>What kind of variant it is.</summary>
    public string Family { get; init; } = Selecting;

    /// <summary>Whether codes come from a rectified linear encoder and reconstructions from a linear decoder: what claims about other kinds are held against.</summary>
    public bool HasLinearEncoder => Family is Selecting or Penalised or Frequencies;

    /// <summary>What the number of codes is searched by; null where it is given.</summary>
    public BenchmarkKnob? Knob { get; init; }

    /// <summary>Learning rates of which the best by unexplained variance on held-out tokens is taken.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [1e-3, 3e-3, 1e-2];
}
