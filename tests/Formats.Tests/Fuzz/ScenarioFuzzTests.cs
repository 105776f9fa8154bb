using Sim.Formats.Yaml;
using Sim.Tests.Yaml;

namespace Sim.Tests.Fuzz;

public sealed class ScenarioFuzzTests
{
    private static readonly string[] Tokens =
    [
        "kind: driver", "kind: follow_path", "null", "~", "[]", "{}", "- ", ": ", "\n", "  ", "actors:\n", "points: [[0, 0]]", "$columns: [a]\n", "$rows: []\n", "*a", "&a ", "|", ">", "'", "\"", "1e999", ".nan", "-.inf", "step_us: 0\n", "horizon_us: -1\n", "[", "]", "{", "}",
    ];

    [Fact]
    public void Damaged_scenarios_are_read_or_refused_with_their_place()
    {
        var scenario = ScenarioYamlTests.Sample(4);
        var mutants = new Mutator(0x5CE, Corpus.Of(ScenarioYaml.Write(scenario), ScenarioYaml.Write(scenario, MapReference.Of(scenario.Map))), Tokens);
        FuzzRun.Check("fuzz.yaml", mutants.Make, bytes => ScenarioYaml.Read(YamlSettings.Decode(bytes, "fuzz.yaml"), "fuzz.yaml", _ => scenario.Map), lines: true);
    }
}
