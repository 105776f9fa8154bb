using System.Reflection;
using System.Runtime.Loader;

namespace Sim.Host.Plugins;

/// <summary>
/// A plugin's own load context: assemblies of the shared list come from the host, everything else from the plugin's folder by its deps.json, so
/// that two plugins can carry different versions of one library. Assemblies are loaded from memory, so their files stay free.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    /// <summary>Assemblies that the host and every plugin share: the contracts and what they are made of.</summary>
    public static IReadOnlyList<string> Shared { get; } =
    [
        "Sim.Plugins.Sdk",
        "Sim.Scenario",
        "Sim.Numerics",
        "Sim.Simulation",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options",
    ];

    private readonly AssemblyDependencyResolver _resolver;

    /// <summary>Creates the context of a plugin.</summary>
    public PluginLoadContext(string id, string entryPath)
        : base($"plugin:{id}", isCollectible: true)
    {
        _resolver = new AssemblyDependencyResolver(entryPath);
    }

    /// <summary>Loads an assembly file into this context, its symbols beside it.</summary>
    public Assembly LoadFile(string path)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        string symbols = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbols))
        {
            return LoadFromStream(assembly);
        }

        using var pdb = new MemoryStream(File.ReadAllBytes(symbols));
        return LoadFromStream(assembly, pdb);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null sends the runtime to the host's context.
        if (assemblyName.Name is { } name && Shared.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        string? path = _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFile(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
