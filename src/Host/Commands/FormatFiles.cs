using Sim.Host.BuiltIn;
using Sim.Host.Plugins;
using Sim.Plugins.Sdk;

namespace Sim.Host.Commands;

/// <summary>Reads and writes files of outside formats by their endings.</summary>
internal static class FormatFiles
{
    private const long MaxBytes = 1L << 30;

    /// <summary>Reads a file with the first format that claims its ending and accepts its content.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="shown">Name for messages.</param>
    /// <param name="modules">Knows the formats.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="roots">Where files that it names may be read; null: below its own folder.</param>
    /// <exception cref="InputException">No such file, no such format, or wrong content.</exception>
    public static FormatContent Read(string path, string shown, ModuleCatalog modules, CancellationToken cancellationToken, FileRoots? roots = null)
    {
        var formats = Claiming(shown, modules, writing: false);
        roots ??= new FileRoots { BaseFolder = Path.GetDirectoryName(path)! };
        byte[] content = Bytes(path, shown);
        InputException? first = null;
        foreach (var format in formats)
        {
            try
            {
                return format is IFolderFormat folder
                    ? folder.Read(new SourceFile(shown, path), roots, cancellationToken)
                    : format.Read(content, shown, cancellationToken);
            }
            catch (InputException e)
            {
                first ??= e;
            }
        }

        throw first!;
    }

    /// <summary>A file's own folder and the folders that the user declared.</summary>
    public static FileRoots Roots(CliContext context, string file, string[] roots) => new()
    {
        BaseFolder = Path.GetDirectoryName(context.Full(file))!,
        Roots = Ordered.Copy(roots.Select(r => KeyValuePair.Create(r, context.Full(r)))),
    };

    /// <summary>The formats that claim a file's ending.</summary>
    /// <exception cref="InputException">None does.</exception>
    public static IReadOnlyList<IFormat> Claiming(string file, ModuleCatalog modules, bool writing)
    {
        var all = modules.All<IFormat>().Where(f => !writing || f.CanWrite).ToList();
        // The longest ending says most: ".tracks.yaml" goes before ".yaml".
        var claiming = all.Where(f => Ending(f, file) > 0).OrderByDescending(f => Ending(f, file)).ToList();
        return claiming.Count > 0
            ? claiming
            : throw new InputException(
                $"no format {(writing ? "writes" : "reads")} files with this ending; known: {string.Join(", ", all.SelectMany(f => f.Extensions).Distinct().Order(StringComparer.Ordinal))}", file);
    }

    private static int Ending(IFormat format, string file) =>
        format.Extensions.Where(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)).Select(e => e.Length).DefaultIfEmpty().Max();

    /// <summary>The bytes of a file of bearable size.</summary>
    /// <exception cref="InputException">No such file, or it cannot be read.</exception>
    public static byte[] Bytes(string path, string shown)
    {
        try
        {
            var info = new FileInfo(path);
            return !info.Exists ? throw new InputException("no such file", shown)
                : info.Length > MaxBytes ? throw new InputException($"the file has {info.Length} bytes; at most {MaxBytes} are read", shown)
                : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read: {e.Message}", shown, inner: e);
        }
    }
}
