using Sim.Host;
using Sim.Host.Commands;
using Sim.Host.Drivers;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;
using Sim.Reports;

namespace Sim.Tests.Fakes;

/// <summary>A temporary folder with the fake modules and a command line over them.</summary>
internal sealed class FakeWorld : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public FakeWorld()
    {
        Directory.CreateDirectory(Folder);
        Catalog.Add<IScenarioGenerator>(Generator);
        Catalog.Add<ISimulator>(new FakeSimulator());
        Catalog.Add<IDriver>(Driver);
        Catalog.Add<IAssessor>(new FakeAssessor());
        ReportModules.Register(Catalog);
        DriverModules.Register(Catalog, name => Variables.GetValueOrDefault(name));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sim-host-").FullName;

    public ModuleCatalog Catalog { get; } = new();

    public List<PluginEntry> Plugins { get; } = [];

    public FakeDriver Driver { get; } = new();

    public FakeGenerator Generator { get; } = new();

    public Dictionary<string, string> Variables { get; } = [];

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public CancellationToken Interrupt { get; set; } = TestContext.Current.CancellationToken;

    /// <summary>Writes a suite of fake cases; the text follows the head.</summary>
    public string Suite(string rest, string name = "s.yaml", string suite = "s", string driver = "fake")
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, $"schema: 1\nsuite: {suite}\nseed: 7\ndriver: {driver}\nsimulator: fake\nassess: [ fake ]\n{rest}\n");
        return name;
    }

    /// <summary>Runs a command line; output is collected anew.</summary>
    public int Sim(params string[] arguments)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return CommandLineApp.Run(arguments, Context(), Interrupt);
    }

    public CliContext Context() => new()
    {
        Out = _out,
        Error = _error,
        WorkingFolder = Folder,
        Environment = name => Variables.GetValueOrDefault(name),
        Modules = () => new LoadedModules(Catalog, Plugins),
    };

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    public byte[] Bytes(params string[] parts) => File.ReadAllBytes(At(parts));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
