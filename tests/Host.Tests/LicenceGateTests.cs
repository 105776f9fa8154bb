using Sim.Formats.Yaml;
using Sim.Host.Gates;

namespace Sim.Tests;

public class LicenceGateTests
{
    private const string NonCommercial = "CC BY-NC 4.0";
    private const string Map = "map © OpenStreetMap contributors, ODbL 1.0";

    [Theory]
    [InlineData("none: licence = *NC*", "", GateOutcome.Passed)]
    [InlineData("none: licence = *NC*", NonCommercial, GateOutcome.Failed)]
    [InlineData("none: licence = *NC*", Map + "; " + NonCommercial, GateOutcome.Failed)]
    [InlineData("none: licence = GPL* | *NC*", NonCommercial, GateOutcome.Failed)]
    [InlineData("all: licence = own | map*", "", GateOutcome.Passed)]
    [InlineData("all: licence = own | map*", Map, GateOutcome.Passed)]
    [InlineData("all: licence = own | map*", Map + "; " + NonCommercial, GateOutcome.Failed)]
    [InlineData("all: licence != *NC*", Map + "; " + NonCommercial, GateOutcome.Failed)]
    [InlineData("all: licence != *NC*", Map, GateOutcome.Passed)]
    [InlineData("any: licence = map*", Map + "; " + NonCommercial, GateOutcome.Passed)]
    [InlineData("any: licence = map*", NonCommercial, GateOutcome.Failed)]
    public void A_gate_reads_the_licences_of_a_case(string item, string licence, GateOutcome expected)
    {
        var result = new CaseResult { Case = Case.Create("entry", new CaseKey { Source = "x" }), Status = CaseStatus.Assessed, Licence = licence };

        Assert.Equal(expected, GateEvaluator.Evaluate(Read(item), [result], GateContext.Complete).Result.Outcome);
    }

    [Theory]
    [InlineData("all: licence")]
    [InlineData("all: licence = ")]
    [InlineData("all: licence = a | | b")]
    [InlineData("all: licence > 3")]
    [InlineData("quantile: 0.5, of: licence, at_least: 1")]
    [InlineData("p_fail: < 0.1, of: licence = a")]
    public void A_licence_is_compared_with_patterns_only(string item) => Assert.Throws<InputException>(() => Read(item));

    [Fact]
    public void Licences_of_several_sources_are_each_named_once()
    {
        Assert.Equal("A; B; C", Licences.Join("C; A", "", "B", "A"));
        Assert.Equal([Licences.Own], Licences.Split(""));
        Assert.Equal(["A", "B"], Licences.Split("A; B"));
    }

    private static Expectation Read(string item)
    {
        string text = $"schema: 1\nsuite: s\ncases: [ {{ name: a, from: {{ template: x }} }} ]\nexpect:\n  - {{ {item} }}\n";
        return SuiteFile.Parse(text, "s.yaml", Path.GetTempPath(), new YamlOptions()).Expect[0];
    }
}
