using Sim.Formats.Osi;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>Traces of ASAM OSI 3.</summary>
internal sealed class OsiFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "osi";

    /// <inheritdoc/>
    public string Description => "ASAM OSI 3 traces: GroundTruth and SensorView; writes GroundTruth.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".osi"];

    /// <inheritdoc/>
    public bool CanWrite => true;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        var recording = OsiTraceReader.Read(content, file);
        return new FormatContent { Recording = recording, Map = recording.Map };
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        OsiTraceWriter.Write(content.Recording ?? throw new InputException("an .osi file holds a recording, and this content has none"), output);
    }
}
