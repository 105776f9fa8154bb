using System.Globalization;
using System.Text;
using Sim.Studies.PseudoSimulation.Drivers;

namespace Sim.Studies.PseudoSimulation;

/// <summary>Tables of the study as text. Pure.</summary>
internal static class StudyTables
{
    /// <summary>One line for each driver.</summary>
    public static string Drivers(StudyData data)
    {
        var text = new StringBuilder("driver,group");
        foreach (var column in data.Columns)
        {
            text.Append(',').Append(column.Key);
        }

        text.Append('\n');
        var means = Enumerable.Range(0, data.Columns.Count).Select(c => data.Means(c)).ToArray();
        for (int d = 0; d < data.Drivers.Count; d++)
        {
            text.Append(data.Drivers[d].Name).Append(',').Append(GroupName(data.Drivers[d].Group));
            foreach (double[] column in means)
            {
                text.Append(CultureInfo.InvariantCulture, $",{column[d]:0.0000}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The correlations as a Markdown table.</summary>
    public static string Correlations(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder("| measure | R² | 95 %, drivers | 95 %, scenes | r | 95 % | ρ (Spearman) | 95 % | R² gained over one stage | 95 % |\n");
        text.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var f in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {f.Column.Title} | {Number(f.RSquared)} | {Range(f.RSquaredOverDrivers)} | {Range(f.RSquaredOverScenes)} | {Number(f.Pearson)} | {Range(f.PearsonOverDrivers)} | {Number(f.Spearman)} | {Range(f.SpearmanOverDrivers)} | {Signed(f.Gain)} | {Signed(f.GainOverDrivers)} |\n");
        }

        return text.ToString();
    }

    /// <summary>Means over the drivers of each group, as a Markdown table.</summary>
    /// <param name="data">Measurements.</param>
    /// <param name="keys">Measures to show.</param>
    public static string Groups(StudyData data, IReadOnlyList<string> keys)
    {
        var columns = keys.Select(data.IndexOf).ToArray();
        var text = new StringBuilder("| group | drivers |");
        foreach (int c in columns)
        {
            text.Append(' ').Append(data.Columns[c].Title).Append(" |");
        }

        text.Append("\n| --- | --- |").Append(string.Concat(columns.Select(_ => " --- |"))).Append('\n');
        var means = columns.Select(c => data.Means(c)).ToArray();
        foreach (var group in Enum.GetValues<DriverGroup>())
        {
            int[] members = [.. Enumerable.Range(0, data.Drivers.Count).Where(d => data.Drivers[d].Group == group)];
            if (members.Length == 0)
            {
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"| {GroupName(group)} | {members.Length} |");
            foreach (double[] column in means)
            {
                text.Append(CultureInfo.InvariantCulture, $" {members.Average(d => column[d]):0.00} |");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A group's name for people.</summary>
    public static string GroupName(DriverGroup group) => group switch
    {
        DriverGroup.Kinematics => "constant kinematics",
        DriverGroup.Idm => "IDM",
        DriverGroup.Pdm => "PDM-Closed",
        DriverGroup.Delayed => "delayed",
        DriverGroup.Noisy => "noisy",
        DriverGroup.Myopic => "myopic",
        DriverGroup.Offset => "lane offset",
        DriverGroup.OverConfident => "over-confident",
        _ => "fitted",
    };

    private static string Number(double? value) => value is { } v ? v.ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static string Range(Interval? range) => range is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r.Min:0.00} to {r.Max:0.00}") : "-";

    private static string Signed(double? value) => value is { } v ? v.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";

    private static string Signed(Interval? range) => range is { } r ? Signed(r.Min) + " to " + Signed(r.Max) : "-";
}
