using System.Text;
using Sim.Formats.Yaml;
using Sim.Tests.Yaml;

namespace Sim.Tests.Fuzz;

public sealed class YamlFuzzTests : IDisposable
{
    private static readonly string[] Tokens =
    [
        "${", "}", "$${", "${secret:A}", "${SIM_DATA}/", "*a", "&a ", "[", "]", "{", "}", "|", ">", "..", "../", "\t", "- ", ": ", ":", "!!str ", "!", "<<: ", "---\n", "...\n", "\n", "  ", "#", "'", "\"", "%", "@", "`", "?", "? ",
        "1e999", "..50 km/h", " step 0", " step 1e-9 m", "~", "\"\\uD800\"", "\"\\x00\"", "%YAML 1.2\n---\n", "%TAG ! x\n---\n",
        "schema: 1\n", "use: ", "file: /etc/passwd", "$columns: [a]\n", "$rows: []\n", ">=", "!=", " and ",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-fuzz-").FullName;

    public YamlFuzzTests()
    {
        Directory.CreateDirectory($"{_folder}/vehicles");
        File.WriteAllText($"{_folder}/vehicles/sedan.yaml", VehicleFile.Write(VehicleSpec.Sedan));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Damaged_suites_are_read_or_refused_with_their_place()
    {
        var options = new YamlOptions { Variables = name => name == "SIM_DATA" ? $"{_folder}/data" : null, WorkingFolder = _folder };
        string inline = "schema: 1\nsuite: s\nvehicle:\n  " + VehicleFile.Write(VehicleSpec.Sedan).Replace("\n", "\n  ", StringComparison.Ordinal) + "\ncases:\n- name: a\n  from: { template: x, with: { v: \"1..9 m/s step 0.5\" } }\n  driver: { use: d, list: [1, [2, { a: b }]] }\nexpect:\n- any: a < 3 m\n  where: speed = 5 km/h and odd.x != y*\n- { quantile: 5 %, of: b, below: -1 }\n";
        const string covering = "schema: 1\nsuite: s\nodd:\n  road: { urban: 3, rural: 30 % }\n  light: [day, night]\ncoverage:\n  strength: 2\n  odd_runs: 3\n  parameters: { \"*\": { speed: 0 | 20 | 40 km/h, gap: [1 m, 2 m] } }\n  exclude: [ { light: night, road: rural } ]\nrequirements: vehicles/sedan.yaml\ncases:\n- name: a\n  from: { template: x }\nexpect:\n- { coverage: pairs, at_least: 90 % }\n";
        var mutants = new Mutator(0x5017, [.. Corpus.Of(SuiteFileTests.Example, inline, covering)], Tokens);
        FuzzRun.Check("fuzz.yaml", mutants.Make, bytes => SuiteFile.Parse(Text(bytes), "fuzz.yaml", _folder, options), lines: true);
    }

    [Fact]
    public void Damaged_vehicles_are_read_or_refused_with_their_place()
    {
        var mutants = new Mutator(0xCA2, [.. Corpus.Of(VehicleFile.Write(VehicleSpec.Sedan)).Concat(Corpus.Repository("scenarios/vehicles", "*.yaml"))], Tokens);
        FuzzRun.Check("fuzz.yaml", mutants.Make, bytes => VehicleFile.Read(Text(bytes), "fuzz.yaml"), lines: true);
    }

    [Fact]
    public void Damaged_settings_are_read_or_refused_with_their_place()
    {
        var options = new YamlOptions { Variables = name => name == "A" ? "value" : null };
        const string nested = "a: {b: [1, 2, {c: d}], e: \"x\\ty\"}\nf:\n  - |\n    block\n  - >-\n    folded\n    text\n  - 'single ''quoted'''\ng: ${A}/x\n# comment\nh: !!str 5\n";
        var mutants = new Mutator(0x5E7, Corpus.Of(nested, SuiteFileTests.Example), Tokens);
        FuzzRun.Check("fuzz.yaml", mutants.Make, bytes => YamlSettings.Read(Text(bytes), "fuzz.yaml", options), lines: true);
    }

    // As a file comes in: bytes that are no UTF-8 are refused by their place.
    private static string Text(byte[] bytes) => YamlSettings.Decode(bytes, "fuzz.yaml");
}
