using System.Diagnostics;
using System.Globalization;
using Sim.Host;
using Sim.Host.Commands;
using Sim.Host.Plugins;
using Sim.Host.Workers;

namespace Sim.Tests.Workers;

/// <summary>Runs suites with the fixture "Misbehaves", in this process and in processes of its own.</summary>
internal sealed class WorkerRuns : IDisposable
{
    public const string Id = "misbehaves";

    private readonly PluginFolder _plugins;

    public WorkerRuns(string manifest = "")
    {
        Folder = Directory.CreateTempSubdirectory("sim-worker-").FullName;
        _plugins = new PluginFolder().Add("Misbehaves", Id, manifest: $"id: {Id}\nversion: 1.2.3\nentry: Sim.Fixtures.Misbehaves.dll\ncontract: \">=1.0\"\n{manifest}");
    }

    public string Folder { get; }

    public string Errors { get; private set; } = "";

    public string Output { get; private set; } = "";

    /// <summary>Workers of these plugins that live.</summary>
    public IReadOnlyList<string> Living() => Living(_plugins.Root);

    /// <summary>Workers of plugins below some folders that live.</summary>
    public static IReadOnlyList<string> Living(params IReadOnlyList<string> roots) =>
        [.. Directory.EnumerateDirectories("/proc").Select(p => Text(Path.Combine(p, "cmdline"))).Where(c => c.Contains(WorkerProgram.Switch, StringComparison.Ordinal) && roots.Any(r => c.Contains(r, StringComparison.Ordinal)))];

    /// <summary>Writes a suite with a case for each text.</summary>
    public void Suite(string name, string simulator, string driver, string assessor, params IEnumerable<string> texts)
    {
        var entries = texts.Select((t, i) => string.Create(CultureInfo.InvariantCulture, $"  - {{ name: {Path.GetFileNameWithoutExtension(name)}{i}, from: {{ misbehave: {t} }} }}\n"));
        File.WriteAllText(
            Path.Combine(Folder, name),
            $"schema: 1\nsuite: {Path.GetFileNameWithoutExtension(name)}\nseed: 5\ndriver: {driver}\nsimulator: {simulator}\ncases:\n{string.Concat(entries)}assess: [ {assessor} ]\nexpect: [ {{ {(assessor == "misbehave" ? "all: distance >= 0 m" : "none: collision.any")} }} ]\n");
    }

    public int Sim(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        string? Environment(string name) => name == LoadedModules.PathVariable ? _plugins.Root : null;
        var context = new CliContext
        {
            Out = output,
            Error = errors,
            Environment = Environment,
            WorkingFolder = Folder,
            Modules = () => LoadedModules.Load(Environment, IsolationChoice.Manifests),
            ModulesIsolated = choice => LoadedModules.Load(Environment, choice),
        };
        int code = CommandLineApp.Run(arguments, context, TestContext.Current.CancellationToken);
        (Output, Errors) = (output.ToString(), errors.ToString());
        return code;
    }

    /// <summary>The same in a process of its own.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sim.dll"), .. arguments]) { WorkingDirectory = Folder };
        start.Environment[LoadedModules.PathVariable] = _plugins.Root;
        return Process.Start(start)!;
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        _plugins.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
