using System.Text.Json;
using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports;

public sealed class ExtractionEvaluationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-extraction-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_field_is_scored_where_the_text_speaks_of_it()
    {
        Write("reports.jsonl",
            Report("one", "It was raining on the wet road.", weather: true, """["rain"]""", "front", "back"),
            Report("two", "The car stood.", weather: false, """["clear"]""", "front", "left"));

        var table = Evaluate(r => Record(r.Id, r.Text, rain: r.Id == "one", ContactPlane.Front, ContactPlane.Back));

        Assert.Equal("1,1.000", Cells(table, "weather"));
        Assert.Equal("1,1.000", Cells(table, "unknown_where_silent"));
        Assert.Equal("4,0.750", Cells(table, "contact_plane"));
        Assert.Equal("2,0.500", Cells(table, "contact_planes_together"));
        Assert.Equal("2,1.000", Cells(table, "striking_vehicle"));
        Assert.Equal("4,1.000", Cells(table, "vehicle_type"));
        Assert.Equal("no", Row(table, "contact_plane_answered")[4]);
        Assert.Equal("yes", Row(table, "contact_plane")[4]);
        Assert.False(table.Passed);
        Assert.Equal(["one", "two"], table.Items.Select(i => i.Name));
        Assert.Equal("rain", table.Items[0].Value.GetProperty("projection").GetProperty("weather")[0].GetString());
        Assert.Equal("one", table.Items[0].Value.GetProperty("record").GetProperty("id").GetString());
    }

    [Fact]
    public void Answering_what_the_text_does_not_say_costs()
    {
        Write("reports.jsonl", Report("two", "The car stood.", weather: false, """["clear"]""", "front", "back"));

        var table = Evaluate(r => Record(r.Id, r.Text, rain: true, ContactPlane.Front, ContactPlane.Back));

        Assert.Equal("1,0.000", Cells(table, "unknown_where_silent"));
        Assert.Equal("0,", Cells(table, "weather"));
    }

    [Fact]
    public void A_quote_that_does_not_stand_in_the_text_is_found()
    {
        Write("reports.jsonl", Report("one", "It was raining on the wet road.", weather: true, """["rain"]""", "front", "back"));

        var table = Evaluate(r => Record(r.Id, "Heavy snow fell on the road.", rain: true, ContactPlane.Front, ContactPlane.Back));

        Assert.Equal("no", Row(table, "evidence_literal")[4]);
    }

    [Fact]
    public void A_refused_report_counts_as_answered_unknown()
    {
        Write("reports.jsonl", Report("one", "It was raining.", weather: true, """["rain"]""", "front", "back"));

        var table = Evaluate(_ => throw new RefusedException("no crash is told"));

        Assert.Equal("1,0.000", Cells(table, "weather"));
        Assert.Equal("2,0.000", Cells(table, "contact_plane"));
        Assert.Equal("no crash is told", table.Items[0].Value.GetProperty("refused").GetString());
        Assert.False(table.Passed);
    }

    [Fact]
    public void Reports_without_labels_are_read_and_pass_nothing()
    {
        Write("a.txt", "It was raining.");

        var table = Evaluate(r => Record(r.Id, r.Text, rain: true, ContactPlane.Front, ContactPlane.Back));

        Assert.Equal("a", Assert.Single(table.Items).Name);
        Assert.Equal("0,", Cells(table, "weather"));
        Assert.False(table.Passed);
    }

    [Fact]
    public void The_second_fold_shows_its_sums_only()
    {
        var ids = Enumerable.Range(0, 20).Select(i => $"r{i}").ToList();
        Write("reports.jsonl", [.. ids.Select(id => Report(id, "It was raining.", weather: true, """["rain"]""", "front", "back"))]);
        int ofB = ids.Count(id => LabelledReports.Fold(id) == 'b');

        var table = Evaluate(r => Record(r.Id, r.Text, rain: true, ContactPlane.Front, ContactPlane.Back), ("fold", "b"));

        Assert.InRange(ofB, 1, 19);
        Assert.Equal(ofB.ToString(System.Globalization.CultureInfo.InvariantCulture), Row(table, "weather")[1]);
        Assert.Empty(table.Items);
    }

    [Fact]
    public void Wrong_labels_and_unknown_options_are_refused_with_their_place()
    {
        Write("reports.jsonl", """{"id":"x","narrative":"A crash.","labels":{"weather":3}}""");

        var labels = Assert.Throws<InputException>(() => Evaluate(r => Record(r.Id, r.Text, false, ContactPlane.Front, ContactPlane.Back)));
        var options = Assert.Throws<InputException>(() => Evaluate(r => Record(r.Id, r.Text, false, ContactPlane.Front, ContactPlane.Back), ("folds", "a")));

        Assert.Equal(1, labels.Line);
        Assert.Contains("fold", options.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Macro_f1_is_the_mean_over_the_classes_of_the_truth()
    {
        var score = new FieldScore("x", "");
        foreach (var (truth, answer) in new[] { ("a", "a"), ("a", "a"), ("a", "b"), ("b", "b") })
        {
            score.Word(truth, answer);
        }

        // a: 2·2/(3+2), b: 2·1/(1+2).
        Assert.Equal((0.8 + (2.0 / 3.0)) / 2, score.MacroF1!.Value, 12);
    }

    [Fact]
    public void Sets_are_right_only_when_equal_and_have_a_jaccard_index()
    {
        var score = new FieldScore("x", "");
        score.Set<string>(["rain", "cloudy"], ["rain"]);
        score.Set<string>(["clear"], ["clear"]);

        Assert.Equal(0.5, score.Score);
        Assert.Equal(0.75, score.Jaccard);
    }

    private EvaluationTable Evaluate(Func<CrashReport, CrashRecord> extract, params (string Key, string Value)[] options)
    {
        var evaluation = new ExtractionEvaluation((_, _) => new Extractor(extract));
        var request = new EvaluationRequest(new FileRoots { BaseFolder = _folder }, ".", Setting.Map(options.Select(o => (o.Key, Setting.Scalar(o.Value)))), 0);
        return evaluation.Evaluate(request, TestContext.Current.CancellationToken);
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private static string Report(string id, string text, bool weather, string labels, string first, string second) => $$$"""
        {"id":"{{{id}}}","narrative":{{{JsonSerializer.Serialize(text)}}},"text_evidence":{"weather":{{{(weather ? "true" : "false")}}} },"other":1,"labels":{"weather":{{{labels}}},"extra":[],"vehicles":{"V1":{"type":"car"},"V2":{"type":"car"}},"first_impact":{"contact_area":{"V1":"{{{first}}}","V2":"{{{second}}}" },"striking_vehicle":"V1","object":null} } }
        """;

    private static CrashRecord Record(string id, string text, bool rain, ContactPlane first, ContactPlane second)
    {
        var quote = TextSpan.Of(text, 0, 6);
        return new CrashRecord
        {
            Id = id,
            TextSha256 = "",
            Extractor = "test",
            Environment = rain ? new EnvironmentRecord { Weather = Leaf.Stated<IReadOnlyList<Weather>>([Weather.Rain], quote) } : new EnvironmentRecord(),
            Actors = [Car("V1", quote), Car("V2", quote)],
            Impacts = [new ImpactRecord { Order = 1, A = Contact("V1", first, quote), B = Contact("V2", second, quote) }],
        };
    }

    private static ActorRecord Car(string id, TextSpan quote) => new() { Id = id, Type = Leaf.Stated(ActorType.Car, quote) };

    private static ContactRecord Contact(string id, ContactPlane plane, TextSpan quote) => new() { Actor = id, Plane = Leaf.Stated(plane, quote) };

    private static string Cells(EvaluationTable table, string field) => $"{Row(table, field)[1]},{Row(table, field)[2]}";

    private static IReadOnlyList<string> Row(EvaluationTable table, string field) => table.Rows.Single(r => r[0] == field);

    private sealed class Extractor(Func<CrashReport, CrashRecord> extract) : IRecordExtractor
    {
        public string Name => "rules";

        public string Version => "1";

        public CrashRecord Extract(CrashReport report, CancellationToken cancellationToken) => extract(report);
    }
}
