using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Plugins.Templates;
using Sim.Simulation;

namespace Sim.Tests.Templates;

public sealed class TemplateGeneratorTests
{
    public static TheoryData<string> All => [.. TemplateGenerator.Templates];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_template_makes_valid_scenarios_on_a_sound_map(string name)
    {
        var request = TemplateRuns.Request(name);
        var keys = TemplateRuns.Plan(request);

        Assert.NotEmpty(keys);
        Assert.Equal(keys.Count, keys.Select(k => CaseId.Of("entry", k, 0)).Distinct().Count());
        var under = new int[8];
        foreach (var key in (CaseKey[])[keys[0], keys[keys.Count / 2], keys[^1]])
        {
            var scenario = TemplateRuns.Generate(request, key);
            Assert.Null(ScenarioCheck.Check(scenario).Refusal);
            Assert.Empty(RoadMapCheck.Run(scenario.Map));
            Assert.Equal(key.Parameters, scenario.Parameters);
            Assert.Contains(name, scenario.Tags);
            Assert.NotEmpty(scenario.Provenance.Assumptions);
            Assert.StartsWith(name + "@", key.Source, StringComparison.Ordinal);
            var index = scenario.Map.Index();
            Assert.All(scenario.Task.Route, id => Assert.Contains(scenario.Map.Lanes, l => l.Id == id));
            Assert.NotEmpty(scenario.Task.Route);
            Assert.NotNull(scenario.Task.DesiredSpeedMps);
            Array.Clear(under);
            int count = index.LanesAt(scenario.Ego.Initial.Pose.Position, under);
            Assert.Contains(scenario.Task.Route[0], under.Take(count).Select(l => scenario.Map.Lanes[l].Id));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_key_gives_the_same_bytes(string name)
    {
        var request = TemplateRuns.Request(name);
        var key = TemplateRuns.Plan(request)[^1];

        string first = Bytes(TemplateRuns.Generate(request, key));
        string second = Bytes(new TemplateGenerator().Generate(request, key, 99, TestContext.Current.CancellationToken));

        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Anywhere_within_its_bounds_a_template_makes_a_valid_scenario_or_says_why_not(string name)
    {
        var template = Catalogue.All.Single(t => t.Name == name);
        var with = template.Parameters.Select(p => (p.Name, Setting.Scalar(p.Dimension is null
            ? string.Join(" | ", p.Words)
            : $"{Quantity.Parse(p.Least).NumberText}..{Quantity.Parse(p.Most).Text}")));
        var request = TemplateRuns.Request(name) with
        {
            From = Setting.Map(("template", Setting.Scalar(name)), ("with", Setting.Map(with)), ("sample", Setting.Map(("use", Setting.Scalar("latin-hypercube")), ("count", Setting.Scalar("24"))))),
        };
        int made = 0;
        foreach (var key in TemplateRuns.Plan(request))
        {
            Scenario scenario;
            try
            {
                scenario = TemplateRuns.Generate(request, key);
            }
            catch (InputException e)
            {
                Assert.Contains(name, e.Message, StringComparison.Ordinal);
                continue;
            }

            made++;
            Assert.True(ScenarioCheck.Check(scenario).Refusal is null, $"{Text(key)}: {ScenarioCheck.Check(scenario).Refusal}");
            Assert.True(RoadMapCheck.Run(scenario.Map).Count == 0, Text(key));
            Assert.InRange(scenario.HorizonUs, 3_000_000, 600_000_000);
        }

        Assert.InRange(made, 2, 24);
    }

    [Fact]
    public void A_family_without_parameters_is_the_protocols_table()
    {
        Assert.Equal(9 * 5, TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccrs")).Count);
        Assert.Equal(11 * 5, TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccrm")).Count);
        Assert.Equal(2 * 2, TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccrb")).Count);
    }

    [Fact]
    public void Labels_name_what_varies_and_sources_carry_the_version()
    {
        var keys = TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccrs", ("speed", "10..50 km/h step 5 km/h"), ("overlap", "50 | 75 | 100 %")));

        Assert.Equal(27, keys.Count);
        Assert.Contains(keys, k => k.Label == "50-kmh-75-pct");
        Assert.All(keys, k => Assert.Equal("euro-ncap/ccrs@1", k.Source));
        Assert.Equal("50 km/h", keys[^1].Parameters["speed"]);
    }

    [Fact]
    public void A_value_more_changes_no_other_case()
    {
        var few = TemplateRuns.Request("euro-ncap/cpna", ("speed", "20 | 40 km/h"));
        var more = TemplateRuns.Request("euro-ncap/cpna", ("speed", "20 | 30 | 40 km/h"));
        var after = TemplateRuns.Plan(more).ToDictionary(k => CaseId.Of("entry", k, 0));

        foreach (var key in TemplateRuns.Plan(few))
        {
            var same = after[CaseId.Of("entry", key, 0)];
            Assert.Equal(Bytes(TemplateRuns.Generate(few, key)), Bytes(TemplateRuns.Generate(more, same)));
        }
    }

    [Fact]
    public void Samples_follow_the_suites_seed()
    {
        var request = Sampled("sobol", 16, 7);

        var keys = TemplateRuns.Plan(request);

        Assert.Equal(16, keys.Count);
        Assert.Equal(keys.Select(Text), TemplateRuns.Plan(Sampled("sobol", 16, 7)).Select(Text));
        Assert.NotEqual(keys.Select(Text), TemplateRuns.Plan(Sampled("sobol", 16, 8)).Select(Text));
        Assert.All(keys, k => Assert.InRange(Quantity.Parse(k.Parameters["speed"]).Si, 20, 30));
        Assert.All(keys, k => Assert.Null(ScenarioCheck.Check(TemplateRuns.Generate(request, k)).Refusal));
    }

    [Fact]
    public void T_way_covers_every_pair_with_fewer_cases_than_the_grid()
    {
        var from = Setting.Map(("template", Setting.Scalar("euro-ncap/ccrb")), ("with", Setting.Map(
            ("speed", Setting.Scalar("30 | 40 | 50 km/h")),
            ("headway", Setting.Scalar("12 | 25 | 40 m")),
            ("decel", Setting.Scalar("2 | 4 | 6 m/s^2")))), ("sample", Setting.Map(("use", Setting.Scalar("t-way")), ("strength", Setting.Scalar("2")))));
        var keys = TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccrb") with { From = from });

        Assert.InRange(keys.Count, 9, 26);
        Assert.Equal(9, keys.Select(k => (k.Parameters["speed"], k.Parameters["decel"])).Distinct().Count());
        Assert.Equal(9, keys.Select(k => (k.Parameters["headway"], k.Parameters["decel"])).Distinct().Count());
    }

    [Fact]
    public void A_pattern_stands_for_several_families()
    {
        var keys = TemplateRuns.Plan(TemplateRuns.Request("euro-ncap/ccr?"));

        Assert.Equal(["euro-ncap/ccrb@1", "euro-ncap/ccrm@1", "euro-ncap/ccrs@1"], keys.Select(k => k.Source).Distinct());
        Assert.Contains(keys, k => k.Label.StartsWith("euro-ncap-ccrs-10-kmh", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("euro-ncap/crss", "speed", "10 km/h", "did you mean 'euro-ncap/ccrs'?")]
    [InlineData("euro-ncap/ccrs", "sped", "10 km/h", "did you mean 'speed'?")]
    [InlineData("euro-ncap/ccrs", "speed", "10 m", "write 10..50 km/h step 5 km/h")]
    [InlineData("euro-ncap/ccrs", "speed", "900 km/h", "must lie between 1 km/h and 250 km/h")]
    [InlineData("euro-ncap/cpna", "light", "nigth", "did you mean 'night'?")]
    public void A_wrong_name_or_value_is_refused_at_its_place(string template, string name, string value, string hint)
    {
        var with = new Setting { Kind = SettingKind.Map, File = "suite.yaml", Line = 8, Column = 5, Entries = [new(name, At(value, 9, 14), 9, 7)] };
        var from = new Setting { Kind = SettingKind.Map, File = "suite.yaml", Line = 6, Column = 3, Entries = [new("template", At(template, 7, 15), 7, 5), new("with", with, 8, 5)] };

        var error = Assert.Throws<InputException>(() => TemplateRuns.Plan(TemplateRuns.Request(template) with { From = from }));

        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.Equal("suite.yaml", error.File);
        Assert.InRange(error.Line, 7, 9);
        Assert.InRange(error.Column, 7, 15);
    }

    [Fact]
    public void A_horizon_before_the_conflict_is_refused()
    {
        var request = TemplateRuns.Request("euro-ncap/ccrs", ("speed", "50 km/h"), ("overlap", "100 %")) with { HorizonUs = 3_000_000 };

        var error = Assert.Throws<InputException>(() => TemplateRuns.Generate(request, TemplateRuns.Plan(request)[0]));

        Assert.Contains("nothing would be tested", error.Message, StringComparison.Ordinal);
    }

    private static GenerateRequest Sampled(string method, int count, ulong seed) => TemplateRuns.Request("r157/cut-in") with
    {
        SuiteSeed = seed,
        From = Setting.Map(
            ("template", Setting.Scalar("r157/cut-in")),
            ("with", Setting.Map(("speed", Setting.Scalar("20..30 m/s")), ("ttc", Setting.Scalar("1.5..4 s")))),
            ("sample", Setting.Map(("use", Setting.Scalar(method)), ("count", Setting.Scalar(count.ToString(System.Globalization.CultureInfo.InvariantCulture)))))),
    };

    private static Setting At(string text, int line, int column) => Setting.Scalar(text) with { File = "suite.yaml", Line = line, Column = column };

    private static string Text(CaseKey key) => string.Join(';', key.Parameters.Select(p => $"{p.Key}={p.Value}"));

    private static string Bytes(Scenario scenario) => System.Text.Json.JsonSerializer.Serialize(scenario, SimJson.Default.Scenario);
}
