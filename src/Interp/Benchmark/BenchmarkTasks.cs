namespace Sim.Interp.Benchmark;

/// <summary>The structures of the table. Models have as many features as there are true directions; for manifolds, which no such number fits, four times the width.</summary>
public static class BenchmarkTasks
{
    /// <summary>The columns of the table.</summary>
    public static IReadOnlyList<BenchmarkTask> All { get; } =
    [
        new("independent", seed => new IndependentData(seed), 64),
        new("hierarchical", seed => new HierarchicalData(seed), 64),
        new("correlated", seed => new CorrelatedData(seed), 64),
        new("bidirectional", seed => new BidirectionalData(seed), 64),
        new("compositional", seed => new CompositionalData(seed), 64),
        new("manifold", seed => new ManifoldData(seed), 192),
    ];

    /// <summary>Other settings, each of some variants only: the papers' own, and what changes a finding.</summary>
    public static IReadOnlyList<(BenchmarkTask Task, Func<BenchmarkVariant, bool> Takes)> Settings { get; } =
    [
        (new("hierarchical with leaning children", seed => new HierarchicalData(seed, lean: 0.5, name: "leaning"), 64), Flat),
        (new("hierarchical without superposition", seed => new HierarchicalData(seed, width: 64, name: "wide"), 64), Flat),
        (new("bidirectional with twice the features", seed => new BidirectionalData(seed), 128), v => v.Family == BenchmarkVariant.EitherSign || Flat(v)),
        (new("compositional without squares and cubes", seed => new CompositionalData(seed, withItself: false, name: "products"), 64), v => v.Family == BenchmarkVariant.Polynomial || Flat(v)),
        (new("mixed sparsity", seed => new MixedSparsityData(seed), 128), v => v.Family == BenchmarkVariant.Frequencies || Flat(v)),
        (new("hierarchical trained eight times as long", seed => new HierarchicalData(seed), 64) { Passes = 8 }, v => v is { Name: "MP-SAE", Library: "overcomplete" } or { Name: "OMP-SAE" } or { Name: "TopK" or "BatchTopK", Library: "dictionary_learning" }),
        (new("weak products trained eight times as long", seed => new CompositionalData(seed, second: 0.25, third: 0.125, withItself: false, name: "weak products"), 64) { Passes = 8 },
            v => v.Family == BenchmarkVariant.Polynomial || v is { Name: "TopK" or "BatchTopK", Library: "SAELens" }),
    ];

    private static bool Flat(BenchmarkVariant variant) => variant.Family == BenchmarkVariant.Pursuit || (variant.Name is "TopK" or "BatchTopK" or "Matryoshka" && variant.Library == "dictionary_learning");
}
