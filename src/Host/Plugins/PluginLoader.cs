using System.Reflection;
using System.Runtime.CompilerServices;
using Sim.Host.Workers;
using Sim.Plugins.Sdk;

namespace Sim.Host.Plugins;

/// <summary>
/// Finds plugins and loads each into its own context. The one class that knows how plugins are loaded. A plugin that cannot be loaded becomes an
/// entry with a reason, never an exception: its modules are simply not there. Not thread-safe; used once at start.
/// </summary>
internal static class PluginLoader
{
    private const int UnloadCollections = 20;

    /// <summary>Loads every plugin in the folders below the given roots and adds its modules to the catalog.</summary>
    /// <param name="roots">Folders that hold plugin folders; a root that does not exist is skipped. Earlier roots win.</param>
    /// <param name="catalog">Where modules are added.</param>
    /// <param name="isolated">Takes those that run in processes of their own; null to load every one into this process, whatever its manifest says.</param>
    /// <returns>An entry for each folder with a manifest, in the order of roots, then of folder names.</returns>
    public static IReadOnlyList<PluginEntry> LoadAll(IEnumerable<string> roots, ModuleCatalog catalog, IsolatedPlugins? isolated = null)
    {
        List<string> folders =
        [
            .. roots.Where(Directory.Exists).SelectMany(r => Directory.EnumerateDirectories(r).Order(StringComparer.Ordinal))
                .Where(f => File.Exists(Path.Combine(f, PluginManifest.FileName))),
        ];
        isolated?.StartEarly(folders);
        var entries = new List<PluginEntry>();
        foreach (string folder in folders)
        {
            entries.Add(Load(folder, catalog, entries, isolated));
        }

        return entries;
    }

    /// <summary>Loads one plugin folder.</summary>
    public static PluginEntry Load(string folder, ModuleCatalog catalog, IReadOnlyList<PluginEntry> before, IsolatedPlugins? isolated)
    {
        PluginManifest manifest;
        try
        {
            manifest = PluginManifest.Read(Path.Combine(folder, PluginManifest.FileName));
        }
        catch (InputException e)
        {
            return new PluginEntry { Folder = folder, State = PluginState.BadManifest, Reason = e.Message };
        }

        PluginEntry Not(PluginState state, string reason) => new() { Folder = folder, Manifest = manifest, State = state, Reason = reason };
        if (before.FirstOrDefault(e => e.Manifest?.Id == manifest.Id && e.State == PluginState.Loaded) is { } twin)
        {
            return Not(PluginState.Duplicate, $"the plugin in '{twin.Folder}' has the same id; that one is used");
        }

        if (!manifest.Contract.Contains(ContractVersion.Current))
        {
            return Not(PluginState.Incompatible, $"it needs contract {manifest.Contract.Text}, this host has {ContractVersion.Current}; get a version of the plugin for this host");
        }

        string entry = Path.Combine(folder, manifest.Entry);
        if (!File.Exists(entry))
        {
            return Not(PluginState.MissingDependency, $"its entry assembly '{manifest.Entry}' is not in its folder");
        }

        if (isolated?.Take(manifest) == true)
        {
            return isolated.Load(folder, manifest, catalog);
        }

        PluginLoadContext? context = null;
        try
        {
            context = new PluginLoadContext(manifest.Id, entry);
            var staged = Register(context.LoadFile(entry));
            staged.MoveTo(catalog);
            return new PluginEntry { Folder = folder, Manifest = manifest, State = PluginState.Loaded, Modules = staged.Names, Context = context };
        }
        catch (Exception e)
        {
            context?.Unload();
            var cause = Root(e);
            return cause is FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException
                ? Not(PluginState.MissingDependency, $"something that it needs is missing or has another version: {cause.Message}")
                : Not(PluginState.Failed, cause is InvalidOperationException or BadImageFormatException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}");
        }
    }

    /// <summary>
    /// Unloads plugins and reports by id those that stay alive: a thread, a static event or a cache of the host holds them. The catalog must not
    /// be used any more.
    /// </summary>
    public static IReadOnlyList<string> Unload(IReadOnlyList<PluginEntry> entries)
    {
        var contexts = Release(entries);
        for (int i = 0; i < UnloadCollections && contexts.Any(c => c.Context.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return [.. contexts.Where(c => c.Context.IsAlive).Select(c => c.Id)];
    }

    // Not inlined, so that no register or stack slot of the caller keeps a context alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<(string Id, WeakReference Context)> Release(IReadOnlyList<PluginEntry> entries)
    {
        var contexts = new List<(string, WeakReference)>();
        foreach (var entry in entries)
        {
            if (entry.Context is { } context)
            {
                contexts.Add((entry.Id, new WeakReference(context)));
                entry.Context = null;
                context.Unload();
            }
        }

        return contexts;
    }

    private static StagedModules Register(Assembly assembly)
    {
        // Asking for every type now brings a missing dependency to light here, not in the middle of a run.
        var types = assembly.GetTypes();
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly)!.LoadFromAssemblyName(reference);
        }

        var plugins = types.Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IPlugin).IsAssignableFrom(t)).ToList();
        if (plugins.Count != 1)
        {
            throw new InvalidOperationException(
                $"the entry assembly has {plugins.Count} classes that implement {nameof(IPlugin)}; it must have exactly one, public and with a parameterless constructor");
        }

        var constructor = plugins[0].GetConstructor(Type.EmptyTypes)
            ?? throw new InvalidOperationException($"'{plugins[0].FullName}' has no public parameterless constructor");
        var staged = new StagedModules();
        ((IPlugin)constructor.Invoke(null)).Register(staged);
        return staged;
    }

    private static Exception Root(Exception e) => e switch
    {
        TargetInvocationException { InnerException: { } inner } => Root(inner),
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => Root(first),
        _ => e,
    };
}
