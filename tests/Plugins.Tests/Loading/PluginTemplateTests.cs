using System.Diagnostics;
using Sim.Host.Plugins;
using Sim.Maps;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>Makes a plugin from the template as a user would: packages, <c>dotnet new</c>, build, load, use.</summary>
public sealed class PluginTemplateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-template-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_plugin_made_from_the_template_builds_loads_and_assesses()
    {
        string root = RepositoryRoot();
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (string project in new[] { "src/Numerics", "src/Scenario", "src/Plugins/Sdk" })
        {
            Dotnet(root, "pack", project, "--no-build", "-c", configuration, "-o", Path.Combine(_folder, "feed"));
        }

        File.WriteAllText(Path.Combine(_folder, "NuGet.Config"), "<configuration><packageSources><clear /><add key=\"feed\" value=\"feed\" /></packageSources></configuration>");
        string hive = Path.Combine(_folder, "hive");
        Dotnet(_folder, "new", "install", Path.Combine(root, "templates", "plugin"), "--debug:custom-hive", hive);
        Dotnet(_folder, "new", "sim-plugin", "-n", "AcmeSpeed", "-o", "AcmeSpeed", "--debug:custom-hive", hive);
        Dotnet(Path.Combine(_folder, "AcmeSpeed"), "build", "-c", "Release", "-o", Path.Combine(_folder, "plugins", "acme"), $"-p:RestorePackagesPath={Path.Combine(_folder, "packages")}");

        var catalog = new ModuleCatalog();
        var entry = Assert.Single(PluginLoader.LoadAll([Path.Combine(_folder, "plugins")], catalog));
        Assert.Equal((PluginState.Loaded, "", "acme-speed"), (entry.State, entry.Reason, entry.Id));

        var ego = Track.FromStates("ego", ActorClass.Car, new(4, 2), 0, [new(0, 0, 0, 3), new(0, 0, 0, 7), new(0, 0, 0, 5)]);
        var recording = new Recording { Name = "r", StepUs = 100_000, StepCount = 3, Map = RoadMap.Empty, EgoId = "ego", Tracks = [ego], Provenance = new() { Generator = "test" } };
        var metric = catalog.Get<IAssessor>("top-speed").Assess(new AssessRequest { Recording = recording }, AssessPeers.None, CancellationToken.None).Metrics[0];
        Assert.Equal((7.0, 100_000L), (metric.Value.Value, metric.Value.WorstTimeUs));
    }

    private static void Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings must not reach the build that it starts.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && k != "MSBUILDDISABLENODEREUSE").ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}\n{error.Result}");
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Sim.sln was not found above the test's folder.");
        }

        return folder.FullName;
    }
}
