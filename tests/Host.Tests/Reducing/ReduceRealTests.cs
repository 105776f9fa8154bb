using System.Text.Json;
using Sim.Host;
using Sim.Host.Commands;
using Sim.Reports.Reducing;

namespace Sim.Tests.Reducing;

/// <summary>`sim minimise` and `sim boundary` with the embedded engine, the driver idm and the bundled plugins.</summary>
public sealed class ReduceRealTests : IDisposable
{
    private const string Scene = """
        scenario: 1
        name: planted
        map: { file: maps/straight-2x2.xodr }
        step_us: 100000
        horizon_us: 12000000
        ego_id: ego
        actors:
          - { id: ego, class: car, body: { length_m: 4.5, width_m: 1.8 }, initial: { x: 20, y: -1.75, heading_rad: 0, speed_mps: 20 }, behaviour: { kind: driver } }
          - { id: parked-1, class: parked_vehicle, body: { length_m: 4.5, width_m: 1.8 }, initial: { x: 60, y: -9, heading_rad: 0, speed_mps: 0 }, behaviour: { kind: stationary } }
          - id: lead
            class: van
            body: { length_m: 5, width_m: 2 }
            initial: { x: 50, y: -1.75, heading_rad: 0, speed_mps: 20 }
            behaviour: { kind: follow_path, path: { points: [ { x: 50, y: -1.75 }, { x: 290, y: -1.75 } ] }, speeds: [ { after_us: 1000000, speed_mps: 0, rate_mps2: 8 } ] }
          - { id: parked-2, class: parked_vehicle, body: { length_m: 4.5, width_m: 1.8 }, initial: { x: 80, y: -9, heading_rad: 0, speed_mps: 0 }, behaviour: { kind: stationary } }
          - { id: far, class: truck, body: { length_m: 9.5, width_m: 2.5 }, initial: { x: 250, y: 1.75, heading_rad: 3.141592653589793, speed_mps: 5 }, behaviour: { kind: constant_velocity } }
        environment: { rain_mmph: 8, light: night }
        provenance: { generator: hand }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-reduce-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public ReduceRealTests()
    {
        Directory.CreateDirectory(At("maps"));
        File.Copy(Path.Combine(Root(), "scenarios", "maps", "straight-2x2.xodr"), At("maps", "straight-2x2.xodr"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Minimising_removes_planted_elements_and_what_remains_fails_alike_and_is_one_minimal()
    {
        File.WriteAllText(At("scene.yaml"), Scene);
        Assert.Equal(1, Sim("run", Suite("weak", "{ use: idm, max_decel: 1.5 m/s^2 }", "{ scenario: scene.yaml }"), "--out", "r"));
        string id = Path.GetFileName(Assert.Single(Directory.GetDirectories(At("r", "cases"))));
        Assert.Equal(0, Sim("minimise", id, "--run", "r", "--out", "min.yaml", "--json", "--jobs", "1"));
        string json = _out.ToString();
        byte[] bytes = File.ReadAllBytes(At("min.yaml"));
        File.Delete(At("min.yaml"));
        Assert.Equal(0, Sim("minimise", id, "--run", "r", "--out", "min.yaml", "--json", "--jobs", "3"));

        Assert.Equal(json, _out.ToString());
        Assert.Equal(bytes, File.ReadAllBytes(At("min.yaml")));
        using var report = JsonDocument.Parse(json);
        string signature = report.RootElement.GetProperty("signature").GetString()!;
        var minimal = CaseCodecs.Standard.ReadScenario(bytes, "min.yaml", () => null);
        Assert.Equal(["ego", "lead"], minimal.Actors.Select(a => a.Id));
        Assert.Equal((0.0, "day"), (minimal.Environment.RainMmph, minimal.Environment.Light));

        // By brute force: the file itself, then without each of its elements.
        Directory.CreateDirectory(At("each"));
        File.WriteAllBytes(At("each", "whole.yaml"), bytes);
        var elements = ScenarioElements.Of(minimal);
        Assert.NotEmpty(elements);
        for (int i = 0; i < elements.Count; i++)
        {
            File.WriteAllBytes(At("each", $"without-{i}.yaml"), CaseCodecs.Standard.WriteScenario(elements[i].Without(minimal), false));
        }

        Sim("run", Suite("weak", "{ use: idm, max_decel: 1.5 m/s^2 }", "{ scenario: \"each/*.yaml\" }"), "--out", "brute");
        var brute = JsonSerializer.Deserialize(File.ReadAllBytes(At("brute", "report.json")), SimJson.Default.RunReport)!;
        var alike = brute.Clusters.Where(c => c.Signature.Id == signature).SelectMany(c => c.Cases).ToList();
        Assert.Equal(brute.Cases.Single(c => c.Result.Case.Key.Label == "whole").Result.Case.Id, Assert.Single(alike));
    }

    [Fact]
    public void The_boundary_of_a_template_lies_where_a_fine_sweep_has_it()
    {
        const string Driver = "{ use: idm, max_decel: 2 m/s^2, comfort_decel: 6 m/s^2, headway: 0.2 s }";
        Assert.Equal(1, Sim("run", Suite("late", Driver, "{ template: euro-ncap/ccrs, with: { speed: \"10 | 80 km/h\", overlap: 100 % } }"), "--out", "r"));
        string id = Directory.GetDirectories(At("r", "cases")).Select(f => Path.GetFileName(f)!).Single(f => f.Contains("80-km", StringComparison.Ordinal));
        Assert.Equal(0, Sim("boundary", id, "--run", "r", "--tolerance", "1 km/h", "--json"));
        using var report = JsonDocument.Parse(_out.ToString());
        var number = Assert.Single(report.RootElement.GetProperty("numbers").EnumerateArray());
        decimal fails = number.GetProperty("fails_at").GetDecimal(), passes = number.GetProperty("passes_at").GetDecimal();

        Assert.Equal(("speed", "km/h"), (number.GetProperty("name").GetString(), number.GetProperty("unit").GetString()));
        Assert.Equal(1, fails - passes);
        Assert.InRange(fails, 11, 80);
        Assert.Equal(1, Sim("run", Suite("late", Driver, FormattableString.Invariant($"{{ template: euro-ncap/ccrs, with: {{ speed: \"{passes} | {fails} km/h\", overlap: 100 % }} }}")), "--out", "sweep"));
        var sweep = JsonSerializer.Deserialize(File.ReadAllBytes(At("sweep", "report.json")), SimJson.Default.RunReport)!;
        Assert.Equal([CaseVerdict.Passed, CaseVerdict.Failed], sweep.Cases.OrderBy(c => Quantity.Parse(c.Result.Case.Key.Parameters["speed"]).Si).Select(c => c.Verdict));
    }

    [Fact]
    public void A_case_without_parameters_has_values_of_its_scenario_changed()
    {
        File.WriteAllText(At("scene.yaml"), Scene);
        Assert.Equal(1, Sim("run", Suite("weak", "{ use: idm, max_decel: 1.5 m/s^2 }", "{ scenario: scene.yaml }"), "--out", "r"));
        string id = Path.GetFileName(Assert.Single(Directory.GetDirectories(At("r", "cases"))));
        Assert.Equal(0, Sim("boundary", id, "--run", "r", "--json"));
        Assert.Contains("fails for ego_speed > 6.65 m/s ± 0.05 m/s", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Sim("boundary", id, "--run", "r", "--parameter", "gap"));
        Assert.Contains("no passing point: it does not pass at gap 130 m", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Sim("boundary", id, "--run", "r", "--parameter", "weight"));
        Assert.Contains("no value 'weight'", _error.ToString(), StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    private string Suite(string entry, string driver, string from)
    {
        File.WriteAllText(At("s.yaml"), $"schema: 1\nsuite: s\nseed: 3\ndriver: {driver}\ncases:\n  - {{ name: {entry}, from: {from} }}\nassess: [ criticality ]\nexpect:\n  - {{ none: collision.any }}\n");
        return "s.yaml";
    }

    private int Sim(params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var context = new CliContext { Out = _out, Error = _error, WorkingFolder = _folder, Environment = static _ => null, Modules = static () => LoadedModules.Load(static _ => null) };
        return CommandLineApp.Run(arguments, context, TestContext.Current.CancellationToken);
    }
}
