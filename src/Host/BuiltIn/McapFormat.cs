using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>This project's own recordings.</summary>
internal sealed class McapFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "mcap";

    /// <inheritdoc/>
    public string Description => "Recordings as MCAP: lossless, and to be looked at in Foxglove.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".mcap"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        var recording = RecordingMcap.Read(content, file);
        return new FormatContent { Recording = recording, Map = recording.Map };
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) =>
        RecordingMcap.Write(content.Recording ?? throw new InputException("an .mcap file holds a recording, and this content has none"), output);
}
