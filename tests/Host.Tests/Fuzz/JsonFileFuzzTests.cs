using System.Text;
using System.Text.Json;
using Sim.Host.BuiltIn;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Simulation;
using Sim.Tests.Contracts;

namespace Sim.Tests.Fuzz;

/// <summary>The files that the host reads, besides those of Formats.</summary>
public sealed class JsonFileFuzzTests : IDisposable
{
    private static readonly string[] Json = ["null", "[null]", "{}", "[]", "[", "]", "{", "}", ",", ":", "\"", "\\ud800", "\"key\":", "\"schema\":2", "//", "1e999", "-"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sim-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Damaged_identities_of_runs_are_read_or_refused_with_their_line()
    {
        byte[] good = JsonSerializer.SerializeToUtf8Bytes((RunIdentity)new SampleFiller().Make(typeof(RunIdentity))!, HostJson.Indented.RunIdentity);
        var planned = JsonSerializer.Deserialize(good, SimJson.Default.RunIdentity)!;
        FuzzRun.Check("run.json", new Mutator(0x1D, [good], Json).Make, FromFile("run.json", path => _ = IdentityDiff.Between(IdentityFile.Read(path), planned)), lines: true);
    }

    [Fact]
    public void Damaged_timings_are_read_or_refused_with_their_line()
    {
        byte[] good = JsonSerializer.SerializeToUtf8Bytes(new TimingFile { Jobs = 2, WallS = 1.5, Shard = "1/3", CaseS = new SortedDictionary<string, double> { ["a-1"] = 0.25, ["b-2"] = 0.5 } }, TimingJson.Default.TimingFile);
        FuzzRun.Check("timing.json", new Mutator(0x71, [good], Json).Make, FromFile("timing.json", path => _ = new Shard(1, 3).Select(["a-1", "b-2", "c-3"], TimingJson.Read(path).CaseS)), lines: true);
    }

    [Fact]
    public void Damaged_files_of_the_JSON_format_are_read_or_refused_with_their_line()
    {
        // A recording must hold together to be read, so it is a real one.
        var scenario = RingWorld.Create(vehicles: 2, circumferenceM: 100, steps: 3);
        using var session = new EmbeddedSimulator().Open(new SimulatorUse(), TestContext.Current.CancellationToken);
        session.Load(scenario, 1, TestContext.Current.CancellationToken);
        while (!session.IsOver)
        {
            session.Step(null, TestContext.Current.CancellationToken);
        }

        FormatContent[] good = [new() { Recording = session.Finish() }, new() { Scenarios = [scenario] }];
        byte[][] bytesOf = [.. good.Select(g => JsonSerializer.SerializeToUtf8Bytes(g, ContractJson.Default.FormatContent))];
        Assert.All(bytesOf, b => Assert.InRange(b.Length, 1000, 60_000));
        FuzzRun.Check("fuzz.json", new Mutator(0x3F, bytesOf, Json).Make, bytes => _ = new JsonFormat().Read(bytes, "fuzz.json", CancellationToken.None), lines: true);
    }

    [Fact]
    public void Damaged_manifests_of_plugins_are_read_or_refused_with_their_line()
    {
        string[] good =
        [
            "id: my.plugin\nversion: 1.0.0\nentry: MyPlugin.dll\ncontract: \">=1.0 <2.0\"\ndescription: text\n",
            "id: a\nversion: 2.1.0-beta\nentry: A.dll\ncontract: \">=1.0\"\ncapabilities: [driver, assessor]\n",
        ];
        var mutants = new Mutator(0x91, [.. good.Select(Encoding.UTF8.GetBytes)], "${HOME}", "&a ", "*a", "- ", ": ", "[", "]", "{", "}", "../", "|", "!!str ", ">=", "<", "1.0", "99999999999.1");
        FuzzRun.Check("plugin.yaml", mutants.Make, FromFile("plugin.yaml", path => _ = PluginManifest.Read(path).Contract.Contains(ContractVersion.Current)), lines: true);
    }

    [Fact]
    public void Damaged_filters_are_read_or_refused_by_name()
    {
        string[] good = ["family = ncap-* and odd.light != night", "entry = a and speed = 5 km/h", "tag = x"];
        var mutants = new Mutator(0xF1, [.. good.Select(Encoding.UTF8.GetBytes)], " and ", " = ", " != ", "*", "odd.", "?", "**", "speed");
        FuzzRun.Check("--filter", mutants.Make, bytes => _ = FilterText.Parse(Encoding.UTF8.GetString(bytes)), lines: false);
    }

    // Each thread has a file of its own.
    private Action<byte[]> FromFile(string name, Action<string> read) => bytes =>
    {
        string folder = Path.Combine(_folder, Environment.CurrentManagedThreadId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        read(path);
    };
}
