using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sim.Plugins.Sdk;
using Sim.Reports.Ci;

namespace Sim.Tests.Reports.Ci;

/// <summary>A thousand hostile texts in every field that a user or a file can fill.</summary>
public partial class HostileCiTests
{
    [Fact]
    public void There_are_a_thousand_different_ones()
    {
        Assert.Equal(1000, HostilePayloads.All.Distinct().Count());
    }

    [Fact]
    public void Junit_stays_valid_and_plants_no_attachment()
    {
        Each((_, report) =>
        {
            var schema = Xml(report, new JUnitOptions());
            Assert.Empty(JUnitSchemas.Windyroad(schema));
            Assert.Empty(JUnitSchemas.Jenkins(schema));
            var full = Xml(report, new JUnitOptions { Style = JUnitStyle.Full, Attachments = "runs/all" });
            Assert.Equal(schema.Descendants("testcase").Count(), full.Descendants("testcase").Count());
            foreach (string line in schema.Descendants("system-out").Concat(full.Descendants("system-out")).SelectMany(o => o.Value.Split('\n')).Where(l => l.Length > 0))
            {
                Assert.Matches(@"^\[\[ATTACHMENT\|(runs/all/)?cases/[a-z0-9-]+/recording\.mcap\]\]$", line);
            }
        });
    }

    [Fact]
    public void Sarif_and_code_quality_stay_valid_and_hold_no_link()
    {
        Each((text, report) =>
        {
            var findings = RunFindings.Of(report, suite => suite).Concat(FindingRules.All.Select(r => new Finding(r, text, text) { Line = 1, Column = 1, Element = text, ElementKind = "element" })).ToList();
            using var sarif = JsonDocument.Parse(FindingFiles.Sarif(findings, text, out int left));
            Assert.Equal(0, left);
            Assert.Empty(SarifRules.Check(sarif.RootElement));
            Assert.Equal(findings.Count, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
            using var quality = JsonDocument.Parse(FindingFiles.CodeQuality(findings, out _));
            Assert.All(quality.RootElement.EnumerateArray(), e => Assert.True(e.GetProperty("location").GetProperty("lines").GetProperty("begin").GetInt32() >= 1));
            Assert.Equal(findings.Count, quality.RootElement.EnumerateArray().Select(e => e.GetProperty("fingerprint").GetString()).Distinct().Count());
        });
    }

    [Fact]
    public void Annotations_are_ours_alone_and_at_most_ten_of_a_level()
    {
        Each((_, report) =>
        {
            var lines = GitHubAnnotations.Of(report, suite => suite);
            foreach (string line in lines)
            {
                var command = WorkflowCommand.Parse(line);
                Assert.NotNull(command);
                Assert.Contains(command.Name, (string[])["error", "warning", "notice"]);
                Assert.Empty(command.Properties.Keys.Except(["file", "line", "title"]));
                Assert.DoesNotContain('\n', line);
                Assert.DoesNotContain('\r', line);
                Assert.DoesNotContain("##", line, StringComparison.Ordinal);
            }

            Assert.All(lines.GroupBy(l => l.Split(' ')[0]), g => Assert.True(g.Count() <= 10));
        });
    }

    [Fact]
    public void Csv_has_its_columns_and_no_formula()
    {
        Each((_, report) =>
        {
            var files = MemoryRunFiles.Written(new CsvWriter(), report);
            foreach (string name in (string[])["cases.csv", "metrics.csv"])
            {
                var records = Rfc4180.Read(files.Text(name));
                Assert.All(records, r => Assert.Equal(records[0].Count, r.Count));
                Assert.Equal(name == "cases.csv" ? 2 : 3, records.Count);
                foreach (string field in records.Skip(1).SelectMany(r => r))
                {
                    Assert.DoesNotMatch(Formula(), field);
                    Assert.DoesNotContain('\n', field);
                    Assert.True(field.Length <= 32_767);
                }
            }
        });
    }

    [Fact]
    public void Markdown_stays_inert_and_keeps_its_rows()
    {
        string plain = SummaryText.Of(FullRun.Of("plain"), new SummaryOptions());
        Each((_, report) =>
        {
            string text = SummaryText.Of(report, new SummaryOptions());
            // Equal texts in other fields may join rows; no text may add one.
            Assert.True(text.Split('\n').Length <= plain.Split('\n').Length);
            Assert.True(Encoding.UTF8.GetByteCount(text) <= 1_048_576);
            Assert.Equal(Bars(plain).Order(), Bars(text).Order());
            string outside = Regex.Replace(text, "`[^`\n]*`", "");
            Assert.DoesNotContain('<', outside);
            Assert.DoesNotMatch(@"(?<!\\)[\[\]!*_~]", outside);
            Assert.DoesNotMatch("@[A-Za-z0-9]|https?://|www\\.", outside);
            Assert.DoesNotMatch(@"^(#{3,}|>|- |\d+\. |={3,})", outside);
            Assert.DoesNotContain(text.EnumerateRunes(), r => r.Value != '\n' && r.Value != 0x200B && CiText.IsHidden(r));
        });
    }

    [Fact]
    public void Allure_results_are_json_with_names_of_their_own()
    {
        Each((_, report) =>
        {
            var files = MemoryRunFiles.Written(new AllureWriter(), report);
            foreach (string path in files.Paths)
            {
                Assert.Matches(@"^allure-results/([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}-result\.json|environment\.properties|categories\.json)$", path);
                if (path.EndsWith("-result.json", StringComparison.Ordinal))
                {
                    using var json = JsonDocument.Parse(files.Bytes(path));
                    Assert.Contains(json.RootElement.GetProperty("status").GetString(), (string[])["passed", "failed", "broken", "skipped"]);
                }
            }

            Assert.All(files.Text("allure-results/environment.properties").TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^([^\\=]|\\.)*=([^\\]|\\.)*$", line));
        });
    }

    private static IEnumerable<int> Bars(string text) => text.Split('\n').Select(l => Regex.Count(l, @"(?<!\\)\|"));

    private static XElement Xml(RunReport report, JUnitOptions options)
    {
        using var stream = new MemoryStream(MemoryRunFiles.Written(new JUnitWriter(options), report).Bytes("junit.xml"));
        return XDocument.Load(stream).Root!;
    }

    private static void Each(Action<string, RunReport> check) => Parallel.ForEach(HostilePayloads.All, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, text =>
    {
        try
        {
            check(text, FullRun.Of(text));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string shown = JsonEncodedText.Encode(text.Length > 100 ? text[..100] + "…" : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))).ToString();
            throw new InvalidOperationException($"with the text {shown}: {e.Message}", e);
        }
    });

    [GeneratedRegex(@"^\s*[=+@|%＝＋－＠]|^\s*-(?![0-9.]+(E-?[0-9]+)?$)")]
    private static partial Regex Formula();
}
