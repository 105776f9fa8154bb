using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>Where a self-test ran: all of its record that may differ between machines. Plain data; no name of a user, host or absolute path.</summary>
internal sealed record SelfTestEnvironment
{
    /// <summary>Day, ISO 8601.</summary>
    public required string Date { get; init; }

    /// <summary>Version of sim.</summary>
    public required string Sim { get; init; }

    /// <summary>Version of the contracts.</summary>
    public required string Contracts { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Runtime identifier, such as "linux-x64".</summary>
    public required string Platform { get; init; }

    /// <summary>Operating system.</summary>
    public required string Os { get; init; }

    /// <summary>Architecture and widest usable vectors.</summary>
    public required string CpuClass { get; init; }

    /// <summary>Number of cores.</summary>
    public required int Cores { get; init; }

    /// <summary>Hash over paths and hashes of all files below.</summary>
    public required string FilesSha256 { get; init; }

    /// <summary>Assemblies and native libraries beside the executable, sorted.</summary>
    public required IReadOnlyList<SelfTestFile> Files { get; init; }

    /// <summary>Installed plugins, in the order of loading.</summary>
    public required IReadOnlyList<SelfTestPlugin> Plugins { get; init; }

    /// <summary>Looks at this process and its plugins.</summary>
    public static SelfTestEnvironment Of(LoadedModules modules, DateOnly today)
    {
        string[] native = [".dll", ".so", ".dylib"];
        var files = Hashes(AppContext.BaseDirectory, Directory.EnumerateFiles(AppContext.BaseDirectory).Where(f => native.Contains(Path.GetExtension(f), StringComparer.Ordinal)));
        SelfTestPlugin[] plugins =
        [
            .. modules.Plugins.Select(p => new SelfTestPlugin(
                p.Id, p.Manifest?.Version ?? "", p.State, p.Isolation, Hashes(p.Folder, Directory.EnumerateFiles(p.Folder, "*", SearchOption.AllDirectories)))),
        ];
        return new SelfTestEnvironment
        {
            Date = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Sim = HostVersion.Text,
            Contracts = ContractVersion.Current.ToString(),
            Runtime = RuntimeInformation.FrameworkDescription,
            Platform = RuntimeInformation.RuntimeIdentifier,
            Os = RuntimeInformation.OSDescription,
            CpuClass = Planning.CpuClass.Name(),
            Cores = Environment.ProcessorCount,
            FilesSha256 = Whole(files, plugins),
            Files = files,
            Plugins = plugins,
        };
    }

    private static SelfTestFile[] Hashes(string folder, IEnumerable<string> files) =>
        [.. files.Select(f => new SelfTestFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), Hash(f))).OrderBy(f => f.Path, StringComparer.Ordinal)];

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Whole(IReadOnlyList<SelfTestFile> files, IReadOnlyList<SelfTestPlugin> plugins)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        foreach (var file in files)
        {
            Add($"{file.Sha256}  {file.Path}");
        }

        foreach (var plugin in plugins)
        {
            foreach (var file in plugin.Files)
            {
                Add($"{file.Sha256}  plugins/{plugin.Id}/{file.Path}");
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
