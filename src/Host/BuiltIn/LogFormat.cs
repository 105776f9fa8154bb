using Sim.Formats.Logs;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>A format of recorded traffic that is read only.</summary>
internal sealed class LogFormat(string name, string description, params IReadOnlyList<string> extensions) : IFolderFormat
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => extensions;

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(SourceFile file, FileRoots roots, CancellationToken cancellationToken) => Content(LogFiles.Read(file, roots));

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken) => Content(LogFiles.Read(content, file));

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException($"the format '{name}' is read only");

    /// <inheritdoc/>
    public (byte[] File, IReadOnlyList<(string Name, byte[] Bytes)> Beside, IReadOnlyList<string> Losses) Write(FormatContent content, string stem, CancellationToken cancellationToken) =>
        throw new InputException($"the format '{name}' is read only");

    private static FormatContent Content(Recording recording) => new() { Recording = recording, Map = recording.Map };
}
