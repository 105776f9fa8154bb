using Sim.Formats.Yaml;

namespace Sim.Tests.Templates;

/// <summary>The suites that come with the repository.</summary>
public sealed class SuiteTests
{
    private static readonly string Scenarios = Path.Combine(Root(), "scenarios");

    public static TheoryData<string> All => [.. Directory.GetFiles(Scenarios, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_suite_reads_and_its_templates_plan(string file)
    {
        var suite = SuiteFile.Read(Path.Combine(Scenarios, file), new YamlOptions { Variables = name => name == "SIM_DATA" ? Scenarios : null });

        Assert.NotEmpty(suite.Cases);
        Assert.NotEmpty(suite.Expect);
        Assert.NotEmpty(suite.Assess);
        foreach (var entry in suite.Cases.Where(c => c.Generator == "template"))
        {
            var request = TemplateRuns.Request("") with { Entry = entry.Name, From = entry.From, Vehicle = entry.Vehicle ?? suite.Vehicle, StepUs = suite.Simulator.StepUs, HorizonUs = suite.Simulator.HorizonUs };
            var keys = TemplateRuns.Plan(request);
            Assert.NotEmpty(keys);
            Assert.NotNull(TemplateRuns.Generate(request, keys[0]));
        }
    }

    [Fact]
    public void The_smoke_suite_has_8_to_12_cases_of_several_families()
    {
        var suite = SuiteFile.Read(Path.Combine(Scenarios, "smoke.yaml"), new YamlOptions());
        int cases = suite.Cases.Sum(c => TemplateRuns.Plan(TemplateRuns.Request("") with { Entry = c.Name, From = c.From }).Count);

        Assert.InRange(cases, 8, 12);
        Assert.True(suite.Cases.Count >= 4);
    }

    internal static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("Sim.sln lies in no folder above the tests.");
    }
}
