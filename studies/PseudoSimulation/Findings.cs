using Sim.Numerics;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;
using Sim.Studies.Statistics;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Correlations of every measure with the closed-loop score, with intervals.</summary>
internal static class Findings
{
    /// <summary>Computes them.</summary>
    /// <param name="data">Measurements.</param>
    /// <param name="drivers">Which drivers; null for all.</param>
    /// <param name="options">Seed and threads.</param>
    public static IReadOnlyList<Finding> Of(StudyData data, int[]? drivers, StudyOptions options)
    {
        drivers ??= [.. Enumerable.Range(0, data.Drivers.Count)];
        var means = Enumerable.Range(0, data.Columns.Count).Select(c => Pick(data.Means(c), drivers)).ToArray();
        ulong seed = Seed.Derive(options.Seed, "findings", 0, "drivers");
        return Work.Run(data.Columns.Count - 1, options.Jobs, i =>
        {
            int c = i + 1;
            double[] x = means[c], y = means[0];
            var column = data.Columns[c];
            double[]? one = Base(column.Key) is { } key ? means[data.IndexOf(key)] : null;
            double? Gain(double[] two, double[] single, double[] closed) =>
                Correlation.RSquared(two, closed) is { } a && Correlation.RSquared(single, closed) is { } b ? a - b : null;
            return new Finding(
                column,
                Correlation.RSquared(x, y),
                Over(drivers.Length, seed, d => Correlation.RSquared(Pick(x, d), Pick(y, d))),
                OverScenes(column.Key) ? ScenesInterval(data, c, drivers, options) : null,
                Correlation.Pearson(x, y),
                Over(drivers.Length, seed, d => Correlation.Pearson(Pick(x, d), Pick(y, d))),
                Correlation.Spearman(x, y),
                Over(drivers.Length, seed, d => Correlation.Spearman(Pick(x, d), Pick(y, d))),
                one is null ? null : Gain(x, one, y),
                one is null ? null : Over(drivers.Length, seed, d => Gain(Pick(x, d), Pick(one, d), Pick(y, d))));
        });
    }

    private static Interval? ScenesInterval(StudyData data, int column, int[] drivers, StudyOptions options) => Over(
        data.Scenes.Count,
        Seed.Derive(options.Seed, "findings", 0, "scenes"),
        scenes => Correlation.RSquared(Pick(data.Means(column, scenes), drivers), Pick(data.Means(0, scenes), drivers)));

    private static Interval? Over(int units, ulong seed, Func<int[], double?> statistic) =>
        Bootstrap.Interval(units, drawn => statistic(drawn.ToArray()) ?? double.NaN, new RandomStream(seed)) is { Low: { } low, High: { } high } ? new Interval(low, high) : null;

    // Resampling scenes costs most, so it is done for the measures that the page compares.
    private static bool OverScenes(string key) => key is Column.Ade8 or Column.OneStage or Column.OneStageReduced
        || key == Column.TwoStage(true, 100, EndPointDefinition.SubmittedPlan)
        || key == Column.TwoStage(false, 100, EndPointDefinition.SubmittedPlan);

    private static string? Base(string key) =>
        key.StartsWith("two_stage_reduced", StringComparison.Ordinal) ? Column.OneStageReduced
        : key.StartsWith("two_stage_full", StringComparison.Ordinal) ? Column.OneStage
        : null;

    private static double[] Pick(double[] values, int[] indices)
    {
        var picked = new double[indices.Length];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = values[indices[i]];
        }

        return picked;
    }
}
