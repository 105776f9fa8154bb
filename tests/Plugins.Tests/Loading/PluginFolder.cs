namespace Sim.Tests;

/// <summary>A temporary folder of plugins, put together from the fixtures.</summary>
internal sealed class PluginFolder : IDisposable
{
    public PluginFolder()
    {
        Root = Directory.CreateTempSubdirectory("sim-plugins-").FullName;
    }

    public string Root { get; }

    /// <summary>Copies a fixture's output and writes its manifest.</summary>
    public PluginFolder Add(string fixture, string id, string contract = ">=1.0 <2.0", Func<string, bool>? leaveOut = null, string? manifest = null)
    {
        string target = Directory.CreateDirectory(Path.Combine(Root, id)).FullName;
        foreach (string file in Directory.EnumerateFiles(Output(fixture)).Where(f => leaveOut?.Invoke(Path.GetFileName(f)) != true))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(target, "plugin.yaml"), manifest ?? $"id: {id}\nversion: 1.2.3\nentry: Sim.Fixtures.{fixture}.dll\ncontract: \"{contract}\"\n");
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Output folder of a fixture, built in the configuration that this test runs in.</summary>
    private static string Output(string fixture)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.Parent!.Parent!.FullName, "Fixtures", fixture, "bin", own.Parent!.Name, own.Name);
    }
}
