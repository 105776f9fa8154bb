using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.Sdk;
using Xunit;

namespace Sim.Tests.CrashReports;

public sealed class ReconstructionEvaluationTests : IDisposable
{
    private const string Crossing = """
        {"id":"crossing","narrative":"Two cars met.","labels":{"weather":["rain"],"lighting":["daylight"],"surface":["wet"],"speed_limit_kmh":[48],"max_lanes":2,"junction":["intersection"],
        "road_group":"four_way","divided":false,"one_way":false,"curve":false,"vehicle_count":2,"crash_class":"straight_paths",
        "vehicles":{"V1":{"type":"car","pre_event_movement":"going_straight","manoeuvre":"straight","lane_from_right":1,"speed_limit_kmh":48,"lanes":2,"traffic_control":["none"],"right_of_way":"yes"},
        "V2":{"type":"truck","pre_event_movement":"going_straight","manoeuvre":"straight","lane_from_right":1,"speed_limit_kmh":48,"lanes":2,"traffic_control":["stop_sign"],"right_of_way":"no"}},
        "first_impact":{"contact_area":{"V1":"front","V2":"right"},"striking_vehicle":"V1","object":null}}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-reconstruction-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_labelled_crash_is_reproduced_and_counted_beside_its_bars()
    {
        var table = Evaluate(Crossing, 2);
        Assert.Equal("1", Value(table, "reports_valid"));
        Assert.Equal("1", Value(table, "reproduced_scenarios"));
        Assert.Equal("1", Value(table, "files_read_back"));
        Assert.Equal("1", Value(table, "same_bytes"));
        Assert.Equal("2", table.Rows.Single(r => r[0] == "straight_paths: valid")[1]);
        var item = Assert.Single(table.Items).Value;
        Assert.Equal("V2", item.GetProperty("ego").GetString());
        Assert.Equal("V2 right, V1 front", item.GetProperty("scenarios")[0].GetProperty("first_contact").GetString());
    }

    [Fact]
    public void Labels_that_no_motion_reproduces_are_counted_against_it()
    {
        var table = Evaluate(Crossing.Replace("\"V1\":\"front\",\"V2\":\"right\"", "\"V1\":\"back\",\"V2\":\"back\"", StringComparison.Ordinal), 1);
        Assert.Equal("0", Value(table, "reproduced_scenarios"));
        Assert.Equal("0", Value(table, "reproduced_reports"));
        Assert.False(table.Passed);
    }

    private static string Value(EvaluationTable table, string measure) => table.Rows.Single(r => r[0] == measure)[2];

    private EvaluationTable Evaluate(string line, int variants)
    {
        File.WriteAllText(Path.Combine(_folder, "reports.jsonl"), line.ReplaceLineEndings("") + "\n");
        var options = new Setting
        {
            Kind = SettingKind.Map,
            Entries = [new SettingEntry("extractor", Setting.Scalar("labels"), 1, 1), new SettingEntry("variants", Setting.Scalar(variants.ToString(System.Globalization.CultureInfo.InvariantCulture)), 2, 1)],
        };
        return new ReconstructionEvaluation().Evaluate(new EvaluationRequest(new FileRoots { BaseFolder = _folder }, "reports.jsonl", options, 0), CancellationToken.None);
    }
}
