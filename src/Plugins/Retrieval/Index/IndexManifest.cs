using System.Globalization;
using System.Text.Json;

namespace Sim.Plugins.Retrieval.Index;

/// <summary>The file <c>index.json</c> of an index folder: which segments make the index. It is replaced as a whole. Plain data.</summary>
internal sealed record IndexManifest
{
    /// <summary>What <see cref="Format"/> must say.</summary>
    public const string FormatName = "sim-retrieval-index";

    /// <summary>Version that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Kind of file.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the folder's layout.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the encoder.</summary>
    public required string Encoder { get; init; }

    /// <summary>Version of the encoder.</summary>
    public required string EncoderVersion { get; init; }

    /// <summary>Length of a vector.</summary>
    public required int Dimension { get; init; }

    /// <summary>Segments in the order of adding.</summary>
    public required IReadOnlyList<IndexedSegment> Segments { get; init; }

    /// <summary>Sources in the order of adding.</summary>
    public required IReadOnlyList<IndexedSource> Sources { get; init; }

    /// <summary>Check of all the rest (<see cref="WordCheck"/> of the byte form with this empty), hexadecimal: a damaged description is no index.</summary>
    public required string Check { get; init; }

    /// <summary>The manifest with its check.</summary>
    public IndexManifest Sealed() => this with { Check = Computed() };

    /// <summary>True when nothing was changed since <see cref="Sealed"/>.</summary>
    public bool IsSound() => Check == Computed();

    private string Computed() =>
        WordCheck.Of(JsonSerializer.SerializeToUtf8Bytes(this with { Check = "" }, IndexJson.Default.IndexManifest)).ToString("x16", CultureInfo.InvariantCulture);
}
