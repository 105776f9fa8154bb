using System.Text;
using System.Text.RegularExpressions;
using Sim.Plugins.Templates;

namespace Sim.Tests.Templates;

/// <summary>docs/templates.md says what the code does. SIM_WRITE_DOCS=1 writes its table.</summary>
public sealed partial class TemplateDocsTests
{
    private const string Begin = "<!-- table -->\n", End = "<!-- end -->";

    [Fact]
    public void The_table_of_templates_is_that_of_the_code()
    {
        string path = Path.Combine(SuiteTests.Root(), "docs", "templates.md");
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = text.IndexOf(End, StringComparison.Ordinal);
        string table = Table();
        if (Environment.GetEnvironmentVariable("SIM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        Assert.Equal(table, text[from..to]);
    }

    [Fact]
    public void The_coverage_lists_name_every_template_and_no_other()
    {
        string text = File.ReadAllText(Path.Combine(SuiteTests.Root(), "docs", "templates.md"));
        string coverage = text[text.IndexOf("## Coverage", StringComparison.Ordinal)..];

        Assert.Equal(TemplateGenerator.Templates, Names().Matches(coverage).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, 37), Numbers().Matches(coverage).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Exposures_are_shares_that_leave_room_for_the_types_that_are_missing()
    {
        double[] shares = [.. Catalogue.All.Where(t => t.Exposure is not null).Select(t => t.Exposure!.Value)];

        Assert.All(shares, s => Assert.InRange(s, 0.0001, 0.2));
        Assert.InRange(shares.Sum(), 0.5, 1);
    }

    private static string Table()
    {
        var table = new StringBuilder();
        table.Append("| template | what happens | parameter | default | from | to | meaning |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var template in Catalogue.All)
        {
            bool first = true;
            foreach (var p in template.Parameters)
            {
                string head = first ? $"`{template.Name}` | {template.Summary}" : " | ";
                string range = p.Dimension is null ? $"{string.Join(", ", p.Words)} | " : $"{p.Least} | {p.Most}";
                table.Append($"| {head} | `{p.Name}` | {p.Default.Text.Replace("|", "\\|", StringComparison.Ordinal)} | {range} | {p.Meaning} |\n");
                first = false;
            }

            foreach (var block in template.Table)
            {
                string text = string.Join(", ", block.Select(b => $"{b.Key} {b.Value}")).Replace("|", "\\|", StringComparison.Ordinal);
                table.Append($"|  | table: {text} |  |  |  |  |  |\n");
            }
        }

        return table.ToString();
    }

    [GeneratedRegex("`((?:euro-ncap|nhtsa|r157)/[a-z0-9-]+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Numbers();
}
