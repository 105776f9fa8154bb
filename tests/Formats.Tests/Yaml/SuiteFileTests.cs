using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public sealed class SuiteFileTests : IDisposable
{
    internal const string Example = """
        schema: 1
        suite: cut-ins
        seed: 7
        driver: { use: idm }                    # or a plugin's name, grpc://host:port, or command: "python drive.py"
        vehicle: { file: vehicles/sedan.yaml }  # dimensions, axles, limits, latency
        simulator: { use: embedded, step: 0.1 s, horizon: 8 s, traffic: idm }
        cases:
          - name: recorded
            from: { recording: "${SIM_DATA}/commonroad/USA_US101-*.xml" }
          - name: ncap-ccrs
            covers: [REQ-AEB-12]
            odd: { road: urban, light: day }
            from: { template: euro-ncap/ccrs, with: { speed: "10..50 km/h step 5 km/h", overlap: "50 | 75 | 100 %" } }
          - name: from-crash-reports
            from: { crash-report: "reports/*.txt", variants: 3 }
          - name: like-these
            from: { retrieval: { index: "${SIM_DATA}/commonroad", like: cut-in, count: 20 } }
        assess: [ pseudo-simulation, criticality ]
        expect:
          - { none: collision.at_fault }
          - { all: epdms >= 0.5, where: family = ncap-ccrs, min_cases: 10 }
          - { quantile: 0.05, of: min_ttc, at_least: 1.5 s }
        known:
          - { case: ncap-ccrs-50-kmh*, reason: "AEB range", ticket: AEB-77, owner: braking, expires: 2027-03-01 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-suite-").FullName;

    public SuiteFileTests()
    {
        Directory.CreateDirectory($"{_folder}/vehicles");
        File.WriteAllText($"{_folder}/vehicles/sedan.yaml", VehicleFile.Write(VehicleSpec.Sedan with { Name = "from file", LatencyUs = 50_000 }));
    }

    private YamlOptions Options => new() { Variables = name => name == "SIM_DATA" ? $"{_folder}/data" : null, WorkingFolder = _folder };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Suite Parse(string text) => SuiteFile.Parse(text, "s.yaml", _folder, Options);

    [Fact]
    public void The_example_of_the_design_reads_as_it_stands()
    {
        var suite = Parse(Example);

        Assert.Equal(("cut-ins", 7ul, "idm"), (suite.Name, suite.Seed, suite.Driver.Name));
        Assert.Equal(("from file", 50_000L), (suite.Vehicle.Name, suite.Vehicle.LatencyUs));
        Assert.Equal(("embedded", 100_000L, 8_000_000L, "idm"), (suite.Simulator.Name, suite.Simulator.StepUs, suite.Simulator.HorizonUs, suite.Simulator.Traffic));
        Assert.Equal(["recorded", "ncap-ccrs", "from-crash-reports", "like-these"], suite.Cases.Select(c => c.Name));
        Assert.Equal(["recording", "template", "crash-report", "retrieval"], suite.Cases.Select(c => c.Generator));
        Assert.Equal(10, suite.Cases[1].Line);
        Assert.Equal(["REQ-AEB-12"], suite.Cases[1].Covers);
        Assert.Equal("urban", suite.Cases[1].Odd["road"]);
        Assert.Equal(9, ValueSpec.Parse(suite.Cases[1].From.Find("with")!.Find("speed")!).Values.Count);
        Assert.Equal(["pseudo-simulation", "criticality"], suite.Assess.Select(a => a.Name));
        Assert.Equal(new Condition("collision.at_fault", Comparison.IsTrue, 0), suite.Expect[0].Condition);
        Assert.Equal((Quantifier.None, "none: collision.at_fault"), (suite.Expect[0].Quantifier, suite.Expect[0].Text));
        Assert.Equal(new Condition("epdms", Comparison.AtLeast, 0.5), suite.Expect[1].Condition);
        Assert.Equal([new CaseFilter("family", "ncap-ccrs")], suite.Expect[1].Where);
        Assert.Equal((10, 21), (suite.Expect[1].MinCases, suite.Expect[1].Line));
        Assert.Equal(new Condition("min_ttc", Comparison.AtLeast, 1.5, "s"), suite.Expect[2].Condition);
        Assert.Equal((Quantifier.Quantile, 0.05), (suite.Expect[2].Quantifier, suite.Expect[2].Quantile));
        Assert.Equal(new DateOnly(2027, 3, 1), suite.Known[0].Expires);
        Assert.Equal("ncap-ccrs-50-kmh*", suite.Known[0].CasePattern);
        Assert.Equal($"{_folder}/data", suite.Files.Roots["SIM_DATA"]);
        Assert.Equal("vehicles/sedan.yaml", Assert.Single(suite.Sources).Key);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("network: deny", false)]
    [InlineData("network: allow", true)]
    public void The_network_is_denied_unless_the_suite_allows_it(string line, bool allowed)
    {
        var suite = Parse($"schema: 1\nsuite: s\n{line}\ncases: [ {{ name: a, from: {{ scenario: x.yaml }} }} ]");

        Assert.Equal(allowed, suite.Network);
    }

    [Fact]
    public void Another_word_for_the_network_is_an_error()
    {
        var error = Assert.Throws<InputException>(() => Parse("schema: 1\nsuite: s\nnetwork: yes\ncases: [ { name: a, from: { scenario: x.yaml } } ]"));

        Assert.Equal(3, error.Line);
        Assert.Contains("allow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_forms_and_options_read()
    {
        var suite = Parse("""
            schema: 1
            suite: s
            driver: "grpc://localhost:9000"
            simulator: embedded
            cases:
              - name: a
                from: { template: x }
                covers: REQ-1
                repeat: 3
                driver: { use: trajectory, look_ahead: 3 s }
            assess: [ { use: criticality, horizon: 3 s } ]
            expect:
              - any: min_ttc < 900 ms
                where: tag != wet and odd.road = urban and speed = 50km/h
              - quantile: 95 %
                of: delta_v
                at_most: 36 km/h
            """);

        Assert.Equal("grpc://localhost:9000", suite.Driver.Name);
        Assert.Equal("trajectory", suite.Cases[0].Driver!.Name);
        Assert.Equal("look_ahead", Assert.Single(suite.Cases[0].Driver!.Options.Entries).Key);
        Assert.Equal(3, suite.Cases[0].Repeat);
        Assert.Equal("3 s", suite.Assess[0].Options.Find("horizon")!.Text);
        Assert.Equal(new Condition("min_ttc", Comparison.Below, 0.9, "s"), suite.Expect[0].Condition);
        Assert.Equal([new("tag", "wet", true), new("odd.road", "urban"), new("speed", "50 km/h")], suite.Expect[0].Where);
        Assert.Equal(0.95, suite.Expect[1].Quantile);
        Assert.Equal(new Condition("delta_v", Comparison.AtMost, 10, "m/s"), suite.Expect[1].Condition);
    }

    [Theory]
    [InlineData("{ p_fail: < 0.01 at 95 %, of: collision.any }", 0.01, 0.95, false, "collision.any", Comparison.IsTrue)]
    [InlineData("{ p_fail: '< 1 % at 0.9', of: min_ttc < 1.5 s, where: tag = x }", 0.01, 0.9, false, "min_ttc", Comparison.Below)]
    [InlineData("{ p_fail: <= 1e-3 at 99.9 %, of: a }", 0.001, 0.999, true, "a", Comparison.IsTrue)]
    [InlineData("{ p_fail: < 0.2, of: a }", 0.2, 0.95, false, "a", Comparison.IsTrue)]
    public void A_failure_rate_has_a_limit_a_confidence_and_a_condition(string item, double limit, double confidence, bool orEqual, string metric, Comparison comparison)
    {
        var expectation = Parse(Head + $"expect:\n  - {item}\n").Expect[0];

        Assert.Equal(Quantifier.FailureRate, expectation.Quantifier);
        Assert.Equal(limit, expectation.Rate!.Limit, 15);
        Assert.Equal(confidence, expectation.Rate.Confidence, 15);
        Assert.Equal(orEqual, expectation.Rate.OrEqual);
        Assert.Equal((metric, comparison), (expectation.Condition.Metric, expectation.Condition.Comparison));
    }

    private const string Head = "schema: 1\nsuite: s\ncases:\n  - name: a\n    from: { template: x }\n";

    [Theory]
    [InlineData("suite: s\n", 1, 1, "write 'schema: 1' as its first line")]
    [InlineData("schema: 2\nsuite: s\n", 1, 9, "schema 2, which needs a newer Sim")]
    [InlineData("schema: one\n", 1, 9, "write 'schema: 1'")]
    [InlineData("- a\n", 1, 1, "where a suite is expected")]
    [InlineData("schema: 1\nsuite: s\n", 1, 1, "needs the key 'cases'")]
    [InlineData("schema: 1\nsuite: s\ncase: []\n", 3, 1, "needs the key 'cases'; is 'case' meant to be it?")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a, from: { x: 1 } } ]\nvehicle: { name: v, length: 4 m, widht: 2 m, wheelbase: 2 m, rear_overhang: 1 m }\n", 4, 34, "needs the key 'width'; is 'widht' meant to be it?")]
    [InlineData("schema: 1\nsuite: s\ncases: []\n", 3, 8, "at least one entry")]
    [InlineData(Head + "asses: [x]\n", 6, 1, "unknown key 'asses' in a suite; did you mean 'assess'?")]
    [InlineData(Head + "    cover: x\n", 6, 5, "unknown key 'cover' in a case entry; did you mean 'covers'?")]
    [InlineData(Head + "  - name: a\n    from: { template: y }\n", 6, 11, "'a' was already given in line 4")]
    [InlineData(Head + "  - name: a b\n    from: { template: y }\n", 6, 11, "letters, digits")]
    [InlineData(Head + "  - name: b\n    from: template\n", 7, 11, "first key names the generator")]
    [InlineData(Head + "    repeat: 0\n", 6, 13, "from 1 to 10000")]
    [InlineData(Head + "seed: -1\n", 6, 7, "whole number from 0")]
    [InlineData(Head + "driver: { command: python drive.py }\n", 6, 20, "--no-commands")]
    [InlineData(Head + "driver: { usee: idm }\n", 6, 9, "does not say which module")]
    [InlineData(Head + "simulator: { step: 0.1 }\n", 6, 20, "without a unit")]
    [InlineData(Head + "simulator: { step: 0.1 m }\n", 6, 20, "no such quantity")]
    [InlineData(Head + "simulator: { step: 0.1 ss }\n", 6, 20, "character 5: found 'ss', expected a unit")]
    [InlineData(Head + "simulator: { step: 1/3 s }\n", 6, 20, "found '/3'")]
    [InlineData(Head + "simulator: { step: 100.0001 ms }\n", 6, 20, "no whole number of microseconds")]
    [InlineData(Head + "simulator: { step: 0.3 s, horizon: 1 s }\n", 6, 36, "no whole number of steps")]
    [InlineData(Head + "simulator: { traffic: idn }\n", 6, 23, "did you mean 'idm'?")]
    [InlineData(Head + "vehicle: sedan.yaml\n", 6, 10, "file: sedan.yaml")]
    [InlineData(Head + "vehicle: { file: nope.yaml }\n", 6, 18, "no file 'nope.yaml'")]
    [InlineData(Head + "vehicle: { file: ../nope.yaml }\n", 6, 18, "lies outside")]
    [InlineData(Head + "vehicle: { name: v, length: 4 m, width: 2 m, wheelbase: 3 m, rear_overhang: 2 m }\n", 6, 77, "longer than the vehicle")]
    [InlineData(Head + "assess: [a, a]\n", 6, 13, "named twice")]
    [InlineData(Head + "assess: a\n", 6, 9, "write a list")]
    [InlineData(Head + "expect:\n  - { all: a, none: b }\n", 7, 5, "more than one of")]
    [InlineData(Head + "expect:\n  - { where: tag = x }\n", 7, 5, "says nothing")]
    [InlineData(Head + "expect:\n  - { all: min_ttc > }\n", 7, 12, "expected a number")]
    [InlineData(Head + "expect:\n  - { all: min_ttc ~ 3 }\n", 7, 12, "after 'min_ttc'")]
    [InlineData(Head + "expect:\n  - { all: min_ttc > 3 sec }\n", 7, 12, "expected a unit")]
    [InlineData(Head + "expect:\n  - { all: a, at_least: 1 }\n", 7, 25, "belong to 'quantile'")]
    [InlineData(Head + "expect:\n  - { quantile: 2, of: a, at_least: 1 }\n", 7, 17, "from 0 to 1")]
    [InlineData(Head + "expect:\n  - { quantile: 0.5, of: a }\n", 7, 5, "exactly one bound")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.01 at 95 % }\n", 7, 5, "does not say of what")]
    [InlineData(Head + "expect:\n  - { p_fail: 0.01 at 95 %, of: a }\n", 7, 15, "write < LIMIT at CONFIDENCE")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0 at 95 %, of: a }\n", 7, 15, "a limit inside 0 and 1")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.1 at 100 %, of: a }\n", 7, 15, "below 100 %")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.1 at 5 %, of: a }\n", 7, 15, "50 % or more")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.1 s, of: a }\n", 7, 15, "a number without a unit")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.1, of: a, at_most: 3 }\n", 7, 38, "bounds belong to 'quantile'")]
    [InlineData(Head + "expect:\n  - { p_fail: < 0.1, of: a, all: b }\n", 7, 5, "more than one of")]
    [InlineData(Head + "expect:\n  - { all: a, where: family }\n", 7, 22, "KEY = PATTERN")]
    [InlineData(Head + "expect:\n  - { all: a, min_cases: 0 }\n", 7, 26, "at least 1")]
    [InlineData(Head + "known:\n  - { case: x, reason: r, expires: soon }\n", 7, 36, "write a date")]
    [InlineData(Head + "known:\n  - { case: x, expires: 2027-01-01 }\n", 7, 5, "needs the key 'reason'")]
    public void A_wrong_suite_is_refused_at_its_place(string text, int line, int column, string message)
    {
        var e = Assert.Throws<InputException>(() => Parse(text));

        Assert.Contains(message, e.Detail, StringComparison.Ordinal);
        Assert.Equal(("s.yaml", line, column), (e.File, e.Line, e.Column));
    }

    [Fact]
    public void A_suite_is_read_from_a_file_and_an_error_in_its_vehicle_names_that_file()
    {
        File.WriteAllText($"{_folder}/suite.yaml", Example);
        Assert.Equal(_folder, SuiteFile.Read("suite.yaml", Options).Files.BaseFolder);

        File.WriteAllText($"{_folder}/vehicles/sedan.yaml", "name: x\nlenght: 4 m\n");
        var e = Assert.Throws<InputException>(() => SuiteFile.Read("suite.yaml", Options));
        Assert.Equal("vehicles/sedan.yaml", e.File);

        Assert.Equal("absent.yaml: no such file", Assert.Throws<InputException>(() => SuiteFile.Read("absent.yaml", Options)).Message);
        Assert.Contains("folder", Assert.Throws<InputException>(() => SuiteFile.Read("vehicles", Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_top_of_the_file_system_is_no_root()
    {
        var e = Assert.Throws<InputException>(() => SuiteFile.Parse(Example, "s.yaml", _folder, Options with { Variables = _ => "/" }));

        Assert.Contains("top of the file system", e.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Roots_are_existing_folders_with_names_that_differ()
    {
        Directory.CreateDirectory($"{_folder}/a/data");
        Directory.CreateDirectory($"{_folder}/b/data");

        Assert.Equal($"{_folder}/a/data", SuiteFile.Parse(Head, "s.yaml", _folder, Options with { Roots = ["a/data"] }).Files.Roots["a/data"]);
        Assert.Contains("is no folder", Assert.Throws<InputException>(() => SuiteFile.Parse(Head, "s.yaml", _folder, Options with { Roots = ["c"] })).Detail, StringComparison.Ordinal);
        Assert.Contains("same folder name", Assert.Throws<InputException>(() => SuiteFile.Parse(Head, "s.yaml", _folder, Options with { Roots = ["a/data", "b/data"] })).Detail, StringComparison.Ordinal);
        Assert.Contains("top of the file system", Assert.Throws<InputException>(() => SuiteFile.Parse(Head, "s.yaml", _folder, Options with { Roots = ["/"] })).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unset_variable_has_its_own_message_and_place()
    {
        var e = Assert.Throws<InputException>(() => SuiteFile.Parse(Example, "s.yaml", _folder, new YamlOptions()));

        Assert.Equal("the environment variable 'SIM_DATA' is not set; set it, or write $${SIM_DATA} for the text itself", e.Detail);
        Assert.Equal((9, 25), (e.Line, e.Column));
    }
}
