using System.Text.Json;
using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public sealed class SuiteSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-schema-").FullName;
    private readonly JsonDocument _schema = JsonDocument.Parse(SuiteSchema.Json());

    public SuiteSchemaTests()
    {
        Directory.CreateDirectory($"{_folder}/vehicles");
        File.WriteAllText($"{_folder}/vehicles/sedan.yaml", VehicleFile.Write(VehicleSpec.Sedan));
        File.WriteAllText($"{_folder}/requirements.csv", "id,text\n");
    }

    public void Dispose()
    {
        _schema.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private YamlOptions Options => new() { Variables = name => name == "SIM_DATA" ? $"{_folder}/data" : null, WorkingFolder = _folder, AllowCommandDrivers = true };

    private string? Judge(string text) => new SchemaValidator(_schema.RootElement).Check(YamlSettings.Read(text, null, Options));

    [Fact]
    public void The_committed_schema_is_up_to_date()
    {
        string path = Path.Combine(RepositoryFiles.Root, "docs", "suite.schema.json");
        if (Environment.GetEnvironmentVariable("SIM_APPROVE") == "1")
        {
            File.WriteAllText(path, SuiteSchema.Json());
        }

        Assert.Equal(SuiteSchema.Json(), File.ReadAllText(path));
    }

    [Fact]
    public void The_schema_has_the_keys_of_the_reader()
    {
        foreach (var table in SuiteKeys.All)
        {
            var map = table == SuiteKeys.Suite ? _schema.RootElement : _schema.RootElement.GetProperty("$defs").GetProperty(table.Name);
            Assert.Equal(table.Keys.Select(k => k.Name), map.GetProperty("properties").EnumerateObject().Select(p => p.Name));

            // The table fails a reader that asks for other keys, here one that asks for none.
            Assert.Throws<InvalidOperationException>(() => table.Done(table.Open(Setting.Empty)));
        }
    }

    [Fact]
    public void The_schema_accepts_what_the_reader_accepts()
    {
        Assert.Null(Judge(SuiteFileTests.Example));
        Assert.Null(Judge("schema: 1\nsuite: s\nvehicle: { name: v, length: 4 m, width: 2 m, wheelbase: 3 m, rear_overhang: 1 m, model: st, friction_cap: 90 % }\ncases: [ { name: a, from: { template: x }, covers: R-1, repeat: 2 } ]\nassess: [ { use: criticality, x: 1 } ]"));
    }

    [Theory]
    [InlineData("schema: 2", "$.schema")]
    [InlineData("suite: s", "lacks")]
    [InlineData("schema: 1\nsuite: s\ncases: []", "few items")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a, from: { t: x } } ]\nasses: []", "unknown asses")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a b, from: { t: x } } ]", "$.cases[0].name")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a, from: { t: x } } ]\nexpect: [ { all: a, none: b } ]", "many")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a, from: { t: x } } ]\nvehicle: { file: x, name: y }", "$.vehicle")]
    [InlineData("schema: 1\nsuite: s\ncases: [ { name: a, from: { t: x } } ]\nsimulator: { traffic: idn }", "$.simulator")]
    public void The_schema_refuses_what_the_reader_refuses(string text, string complaint)
    {
        Assert.Contains(complaint, Judge(text), StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SuiteFile.Parse(text, "s.yaml", _folder, Options));
    }

    [Fact]
    public void Migration_checks_and_returns_the_text_of_the_newest_schema()
    {
        Assert.Same(SuiteFileTests.Example, SuiteMigrate.Run(SuiteFileTests.Example, "s.yaml", _folder, Options));
        Assert.Throws<InputException>(() => SuiteMigrate.Run("schema: 2\n", "s.yaml", _folder, Options));
        Assert.Throws<InputException>(() => SuiteMigrate.Run("schema: 1\nsuit: x\n", "s.yaml", _folder, Options));
    }

    [Fact]
    public void Every_example_in_the_documents_reads()
    {
        // Pages of docs/howto write files that their blocks name, and are followed by a test of their own.
        string[] folders = ["docs", Path.Combine("docs", "bridges")];
        var pages = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, f), "*.md")).Append(Path.Combine(RepositoryFiles.Root, "README.md")).Where(File.Exists);
        int suites = 0, vehicles = 0;
        foreach (string page in pages)
        {
            string[] lines = File.ReadAllLines(page);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Trim() != "```yaml")
                {
                    continue;
                }

                int end = Array.FindIndex(lines, i + 1, l => l.Trim() == "```");
                Assert.True(end > i, $"{page}:{i + 1}: the block does not end");
                string text = string.Join('\n', lines[(i + 1)..end]);
                string file = $"{Path.GetFileName(page)}#{i + 1}";
                string first = lines[(i + 1)..end].FirstOrDefault(l => l.Trim().Length > 0 && l.TrimStart()[0] != '#') ?? "";
                if (first.StartsWith("schema:", StringComparison.Ordinal))
                {
                    _ = SuiteFile.Parse(text, file, _folder, Options);
                    Assert.True(Judge(text) is null, $"{file}: {Judge(text)}");
                    suites++;
                }
                else if (text.Contains("wheelbase:", StringComparison.Ordinal) && first.StartsWith("name:", StringComparison.Ordinal))
                {
                    _ = VehicleFile.Read(text, file);
                    vehicles++;
                }
                else if (SuiteKeys.Suite.Keys.Any(k => first.StartsWith(k.Name + ":", StringComparison.Ordinal)))
                {
                    // A part of a suite: the rest is supplied.
                    bool Has(string key) => lines[(i + 1)..end].Any(l => l.StartsWith(key, StringComparison.Ordinal));
                    string whole = $"schema: 1\n{(Has("suite:") ? "" : "suite: s\n")}{(Has("cases:") ? "" : "cases: [ { name: a, from: { template: x } } ]\n")}{text}";
                    _ = SuiteFile.Parse(whole, file, _folder, Options);
                    Assert.True(Judge(whole) is null, $"{file}: {Judge(whole)}");
                }
                else
                {
                    _ = YamlSettings.Read(text, file, Options);
                }

                i = end;
            }
        }

        Assert.True(suites >= 2 && vehicles >= 1, $"found {suites} suites and {vehicles} vehicles");
    }

    [Fact]
    public void Every_suite_and_vehicle_that_comes_with_sim_reads()
    {
        string folder = Path.Combine(RepositoryFiles.Root, "scenarios");
        var options = Options with { Variables = name => name == "SIM_DATA" ? $"{_folder}/data" : null };
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml"))
        {
            _ = SuiteFile.Read(path, options);
            Assert.True(Judge(File.ReadAllText(path)) is null, $"{path}: {Judge(File.ReadAllText(path))}");
        }

        var vehicles = Directory.GetFiles(Path.Combine(folder, "vehicles"), "*.yaml");
        Assert.NotEmpty(vehicles);
        var schema = JsonDocument.Parse(SuiteSchema.Json()).RootElement;
        foreach (string path in vehicles)
        {
            _ = VehicleFile.ReadFile(path);
            Assert.Null(new SchemaValidator(schema).Check(YamlSettings.ReadFile(path), schema.GetProperty("$defs").GetProperty("vehicle")));
        }
    }

    [Fact]
    public void The_page_about_suites_names_every_key()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "suites.md"));

        Assert.All(SuiteKeys.All.SelectMany(t => t.Keys), key => Assert.Contains($"`{key.Name}`", page, StringComparison.Ordinal));
        Assert.All(Unit.All, unit => Assert.Contains($"`{unit.Symbol}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_appears_in_no_settings_and_no_message()
    {
        const string Canary = "canary-7f3a";
        var options = new YamlOptions { Variables = name => name == "TOKEN" ? Canary : null, WorkingFolder = _folder };
        const string Head = "schema: 1\nsuite: s\ndriver: { use: x, token: \"Bearer ${secret:TOKEN}\" }\ncases: [ { name: a, from: { template: x } } ]\n";
        var suite = SuiteFile.Parse(Head, "s.yaml", _folder, options);

        Assert.DoesNotContain(Canary, JsonSerializer.Serialize(suite, SimJson.Default.Suite), StringComparison.Ordinal);
        Assert.Equal($"Bearer {Canary}", Secrets.Resolve(suite.Driver.Options.Find("token")!, options.Variables));
        foreach (string wrong in new[] { "seed: ${secret:TOKEN}\n", "simulator: { step: \"${secret:TOKEN}\" }\n", "vehicle: { file: \"${secret:TOKEN}/x\" }\n", "assess: [ \"${secret:TOKEN}\", \"${secret:TOKEN}\" ]\n", "expect: [ { all: \"${secret:TOKEN}\" } ]\n" })
        {
            var e = Assert.Throws<InputException>(() => SuiteFile.Parse(Head + wrong, "s.yaml", _folder, options));
            Assert.DoesNotContain(Canary, e.ToString(), StringComparison.Ordinal);
        }
    }
}
