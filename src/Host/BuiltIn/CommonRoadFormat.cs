using Sim.Formats.CommonRoad;
using Sim.Plugins.Sdk;

namespace Sim.Host.BuiltIn;

/// <summary>CommonRoad scenarios, read only: map, logged traffic, one scenario for each planning problem.</summary>
internal sealed class CommonRoadFormat : IFormat
{
    /// <inheritdoc/>
    public string Name => "commonroad";

    /// <inheritdoc/>
    public string Description => "CommonRoad 2018b and 2020a: map, recorded traffic, planning problems.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => [".xml"];

    /// <inheritdoc/>
    public bool CanWrite => false;

    /// <inheritdoc/>
    public FormatContent Read(ReadOnlyMemory<byte> content, string file, CancellationToken cancellationToken)
    {
        var read = CommonRoadReader.Read(content, file);
        return new FormatContent
        {
            Map = read.Map,
            Recording = read.ToRecording(),
            Scenarios = [.. read.Problems.Select(p => read.ToScenario(p.Id))],
        };
    }

    /// <inheritdoc/>
    public void Write(FormatContent content, Stream output, CancellationToken cancellationToken) => throw new InputException("CommonRoad is read only");
}
