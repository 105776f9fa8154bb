namespace Sim.Interp.Benchmark;

/// <summary>The variants that the benchmark knows.</summary>
public static class BenchmarkVariants
{
    /// <summary>All of them, those of a library together.</summary>
    public static IReadOnlyList<BenchmarkVariant> All { get; } = [.. DictionaryLearningVariants.All(), .. SparsifyVariants.All(), .. SaeLensVariants.All(), .. OvercompleteVariants.All(), .. BatchTopKVariants.All(), .. PaperVariants.All()];
}
