using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>A format whose files name others. Thread-safe.</summary>
internal interface IFolderFormat : IFormat
{
    /// <summary>Reads a file and what it names.</summary>
    /// <param name="file">The file.</param>
    /// <param name="roots">Where the others may be read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">Not such a file, or another that it needs is absent or outside; names the place.</exception>
    FormatContent Read(SourceFile file, FileRoots roots, CancellationToken cancellationToken);

    /// <summary>Writes content as a file and others beside it.</summary>
    /// <param name="content">The content.</param>
    /// <param name="stem">Name of the file without its ending.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The file's bytes, the others by name, and what is lost.</returns>
    /// <exception cref="InputException">This format cannot hold the content; says what.</exception>
    (byte[] File, IReadOnlyList<(string Name, byte[] Bytes)> Beside, IReadOnlyList<string> Losses) Write(FormatContent content, string stem, CancellationToken cancellationToken);
}
