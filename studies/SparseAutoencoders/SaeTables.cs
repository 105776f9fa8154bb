using System.Globalization;
using System.Text;
using Sim.Interp.Benchmark;

namespace Sim.Studies.SparseAutoencoders;

/// <summary>Writes results as Markdown and CSV. Pure.</summary>
internal static class SaeTables
{
    /// <summary>A row for each variant, a column for each structure; mean over repetitions, with least and greatest.</summary>
    public static string Table(IReadOnlyList<BenchmarkResult> results, Func<BenchmarkMeasures, double> measure)
    {
        string[] structures = [.. results.Select(r => r.Structure).Distinct()];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| variant | {string.Join(" | ", structures)} |\n| --- |{string.Concat(structures.Select(_ => " --- |"))}\n");
        foreach (IGrouping<BenchmarkVariant, BenchmarkResult> row in results.GroupBy(r => r.Variant))
        {
            IEnumerable<string> cells = structures.Select(s => row.FirstOrDefault(r => r.Structure == s) is { } result ? Cell(result, measure) : "");
            text.Append(CultureInfo.InvariantCulture, $"| {Title(row.Key)} | {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }

    /// <summary>A row for each variant in each of the other settings.</summary>
    public static string Settings(IReadOnlyList<BenchmarkResult> results)
    {
        var text = new StringBuilder("| setting | codes | variant | MCC | truths with cosine ≥ 0.9 | correlation of codes | FVU | dead | L0 |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (BenchmarkResult r in results)
        {
            string cells = string.Join(" | ", new Func<BenchmarkMeasures, double>[] { m => m.Recovery, m => m.Recovered, m => m.Codes, m => m.Unexplained, m => m.Dead, m => m.Active }.Select(m => Cell(r, m)));
            text.Append(CultureInfo.InvariantCulture, $"| {r.Structure} | {r.Active} | {Title(r.Variant)} | {cells} |\n");
        }

        return text.ToString();
    }

    /// <summary>A row for each structure, and what each encoder leaves of it with the true directions.</summary>
    public static string Known(IReadOnlyList<BenchmarkResult> results)
    {
        string[] encoders = [.. results.Select(r => r.Variant.Name).Distinct()];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| structure | codes | {string.Join(" | ", encoders)} |\n| --- | --- |{string.Concat(encoders.Select(_ => " --- |"))}\n");
        foreach (IGrouping<string, BenchmarkResult> row in results.GroupBy(r => r.Structure))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key} | {row.First().Active} | {string.Join(" | ", row.Select(r => $"{Cell(r, m => m.Unexplained)}; {Cell(r, m => m.Codes)}"))} |\n");
        }

        return text.ToString();
    }

    /// <summary>A line for each training.</summary>
    public static string Lines(IReadOnlyList<BenchmarkResult> results)
    {
        var text = new StringBuilder("structure,variant,library,seed,wanted_l0,rate,knob,mcc,recovered,code_correlation,fvu,dead,l0\n");
        foreach (BenchmarkResult r in results)
        {
            foreach (BenchmarkScore s in r.Scores)
            {
                text.Append(CultureInfo.InvariantCulture, $"{r.Structure},{r.Variant.Name},{r.Variant.Library},{s.Seed},{r.Active},{s.Rate},{s.Knob:0.#####},");
                text.Append(s.Measures is { } m
                    ? string.Create(CultureInfo.InvariantCulture, $"{m.Recovery:0.0000},{m.Recovered:0.0000},{m.Codes:0.0000},{m.Unexplained:0.0000},{m.Dead:0.0000},{m.Active:0.000}\n")
                    : "not finite,,,,,\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Name of a variant with its library.</summary>
    public static string Title(BenchmarkVariant variant) => variant.Name == variant.Library ? variant.Name : $"{variant.Name} ({variant.Library})";

    /// <summary>Mean over repetitions, with least and greatest.</summary>
    public static string Cell(BenchmarkResult result, Func<BenchmarkMeasures, double> measure)
    {
        double[] values = [.. result.Scores.Where(s => s.Measures is not null).Select(s => measure(s.Measures!))];
        if (values.Length < result.Scores.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{result.Scores.Count - values.Length} of {result.Scores.Count} not finite");
        }

        string format = values.Max() >= 10 ? "0.0" : "0.00";
        string low = values.Min().ToString(format, CultureInfo.InvariantCulture), high = values.Max().ToString(format, CultureInfo.InvariantCulture);
        string mean = values.Average().ToString(format, CultureInfo.InvariantCulture);
        return low == high ? mean : $"{mean} ({low}–{high})";
    }
}
