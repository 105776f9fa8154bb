using Sim.Interp.Formats;

namespace Sim.Plugins.SparseAutoencoders.Commands;

/// <summary>Names of formats as people write them.</summary>
internal static class FormatNames
{
    /// <summary>The name that the library of formats has.</summary>
    /// <exception cref="InputException">There is no such format.</exception>
    public static string Read(string name)
    {
        string plain = name.ToLowerInvariant().Replace('_', '-');
        return SaeFormats.Names.Contains(plain) ? plain : throw new InputException($"'{name}' is no format of autoencoders; {Nearest.Hint(name, SaeFormats.Names)}");
    }

    /// <summary>A checkpoint, with the switches --as and --k.</summary>
    public static (SaeCheckpoint Checkpoint, string Format) Open(string path, string? format, int? k)
    {
        string named = format is null ? SaeFormats.Detect(path) : Read(format);
        return (SaeFormats.Read(path, named, k), named);
    }
}
