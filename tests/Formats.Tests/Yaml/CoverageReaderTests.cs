using System.Text.Json;
using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public sealed class CoverageReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-coverage-").FullName;
    private readonly JsonDocument _schema = JsonDocument.Parse(SuiteSchema.Json());

    public CoverageReaderTests() => File.WriteAllText($"{_folder}/r.csv", "id,text\nR-1,x\n");

    public void Dispose()
    {
        _schema.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private YamlOptions Options => new() { Variables = _ => null, WorkingFolder = _folder };

    private Suite Parse(string rest) => SuiteFile.Parse(Whole(rest), "s.yaml", _folder, Options);

    private static string Whole(string rest) => $"schema: 1\nsuite: s\ncases: [ {{ name: cut-in, from: {{ template: x }} }} ]\n{rest}";

    [Fact]
    public void Dimensions_keep_their_order_and_exposures_sum_to_one()
    {
        var odd = Parse("odd: { road: { urban: 3, rural: 1 }, light: [day, night, \"0\"], rain: none }").Odd;
        Assert.Equal(["road", "light", "rain"], odd.Select(d => d.Name));
        Assert.Equal([new("urban", 0.75), new("rural", 0.25)], odd[0].Values);
        Assert.Equal(["day", "night", "0"], odd[1].Values.Select(v => v.Value));
        Assert.All(odd, d => Assert.Equal(1, d.Values.Sum(v => v.Share), 12));
        Assert.Equal(0.8, Parse("odd: { light: { day: 80 %, night: 20 % } }").Odd[0].Values[0].Share);
    }

    [Fact]
    public void Goals_classes_and_exclusions_read_as_written()
    {
        var goals = Parse("coverage: { strength: 2, odd_runs: 3, goal: 4, parameters: { cut-*: { speed: 0 | 20 | 40 km/h, light: day | night }, \"*\": { gap: [1 m, 2 m] } }, exclude: [ { light: night, wet: true } ] }").Coverage!;
        Assert.Equal((2, 3, 4), (goals.Strength, goals.OddRuns, goals.Goal));
        Assert.Equal(["cut-*: speed: 0 km/h 20 km/h 40 km/h", "cut-*: light: day night", "*: gap: 1 m 2 m"], goals.Parameters.Select(p => $"{p.Entry}: {p.Parameter}: {string.Join(' ', p.Values)}"));
        Assert.Equal("true", goals.Exclude[0]["wet"]);
        Assert.Null(Parse("coverage: { }").Coverage!.Strength);
        Assert.Null(Parse("").Coverage);
    }

    [Fact]
    public void Files_of_requirements_are_inputs_and_gates_on_coverage_stand_apart()
    {
        var suite = Parse("requirements: r.csv\nexpect: [ { none: crash }, { coverage: odd, at_least: 75 % } ]");
        Assert.Equal("r.csv", Assert.Single(suite.RequirementFiles).Key);
        Assert.Equal("r.csv", Assert.Single(suite.Sources).Key);
        Assert.Single(suite.Expect);
        Assert.Equal(("coverage: odd, at_least: 75 %", CoverageItem.Odd, 0.75), (suite.ExpectCoverage[0].Text, suite.ExpectCoverage[0].Item, suite.ExpectCoverage[0].AtLeast));
    }

    [Theory]
    [InlineData("odd: urban", "map of dimensions")]
    [InlineData("odd: { light: [] }", "0 values")]
    [InlineData("odd: { light: [day, day] }", "twice")]
    [InlineData("odd: { light: { day: 0, night: 0 } }", "exposure 0")]
    [InlineData("odd: { light: { day: -1, night: 2 } }", "exposure of 'day'")]
    [InlineData("odd: { light: { day: 1 s } }", "exposure of 'day'")]
    [InlineData("coverage: { strenght: 2 }", "strength")]
    [InlineData("coverage: { strength: 4 }", "strength")]
    [InlineData("coverage: { parameters: { cut-out: { speed: 0 | 1 m/s } } }", "cut-in")]
    [InlineData("coverage: { parameters: { \"*\": { speed: 0 | 40 | 20 km/h } } }", "ascend")]
    [InlineData("coverage: { parameters: { \"*\": { speed: 0..20 km/h } } }", "edges")]
    [InlineData("coverage: { parameters: { \"*\": 3 } }", "classes")]
    [InlineData("coverage: { exclude: [ night ] }", "combination")]
    [InlineData("requirements: other.csv", "other.csv")]
    [InlineData("requirements: [ r.csv, r.csv ]", "twice")]
    [InlineData("requirements: ../r.csv", "..")]
    [InlineData("expect: [ { coverage: pears, at_least: 1 } ]", "pairs")]
    [InlineData("expect: [ { coverage: pairs } ]", "at_least")]
    [InlineData("expect: [ { coverage: pairs, at_least: 0 } ]", "above 0")]
    [InlineData("expect: [ { coverage: pairs, at_least: 1, where: id = x } ]", "where")]
    public void A_mistake_is_named_with_its_place(string rest, string complaint)
    {
        var e = Assert.Throws<InputException>(() => Parse(rest));
        Assert.Equal(("s.yaml", 4), (e.File, e.Line));
        Assert.Contains(complaint, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("odd: { road: { urban: 3, rural: 30 % }, light: [day, night], rain: none }\ncoverage: { strength: 2, parameters: { \"*\": { speed: 0 | 20 km/h, gap: [1 m, 2 m] } }, exclude: [ { a: b } ] }\nrequirements: [r.csv]\nexpect: [ { coverage: pairs, at_least: 90 % } ]", true)]
    [InlineData("coverage: { strength: 9 }", false)]
    [InlineData("expect: [ { coverage: pears, at_least: 1 } ]", false)]
    [InlineData("odd: urban", false)]
    public void The_schema_agrees(string rest, bool valid) =>
        Assert.Equal(valid, new SchemaValidator(_schema.RootElement).Check(YamlSettings.Read(Whole(rest), null, Options)) is null);
}
