using System.Globalization;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>The rules on texts of one's own: other road users, other styles. Of the half "kept" only the share is looked at.</summary>
public sealed class NarrativeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("reports", true, 0.94)]
    [InlineData("reports", false, 0.88)]
    [InlineData("sentences", true, 0.92)]
    [InlineData("sentences", false, 0.91)]
    public void Most_leaves_are_right(string kind, bool open, double least)
    {
        var texts = (kind == "reports" ? Narrative.Reports : Narrative.Sentences).Where(one => one.IsOpen == open).ToList();
        var fields = new SortedDictionary<string, (int Right, int All)>(StringComparer.Ordinal);
        int right = 0, all = 0;
        foreach (var text in texts)
        {
            var record = Read(text);
            foreach (var (path, expected) in text.Expected)
            {
                bool agrees = record is not null && RecordView.Agrees(record, path, expected);
                string field = Field(path);
                var (before, count) = fields.GetValueOrDefault(field);
                fields[field] = (before + (agrees ? 1 : 0), count + 1);
                right += agrees ? 1 : 0;
                all++;
                if (open && !agrees) output.WriteLine($"{text.Id} {path}: expected {expected}, found {(record is null ? "a refusal" : string.Join(' ', RecordView.Read(record, path)))}");
            }
        }

        foreach (var (field, score) in fields) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{field,-28} {score.Right,4} of {score.All,4}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} {(open ? "open" : "kept")}: {right} of {all} leaves of {texts.Count} texts, {(double)right / all:0.000}"));
        Assert.True((double)right / all >= least, string.Create(CultureInfo.InvariantCulture, $"{right} of {all} are less than {least}"));
    }

    private static CrashRecord? Read(Narrative text)
    {
        try
        {
            return new RuleExtractor().Extract(new CrashReport { Id = text.Id, Text = text.Text, IsSentence = text.IsSentence }, TestContext.Current.CancellationToken);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static string Field(string path)
    {
        var parts = path.Split('/');
        return parts[0] is "actors" or "impacts" && parts.Length > 2 ? $"{parts[0]}/{parts[^1]}" : path;
    }
}
