namespace Sim.Plugins.Retrieval.Generating;

/// <summary>A recording that was made, with what it was made of.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="Template">Its template.</param>
/// <param name="Neighbours">What the template was blended with.</param>
/// <param name="Weights">Weights of the template and of each neighbour.</param>
internal sealed record Drawn(Recording Recording, Template Template, IReadOnlyList<TemplateNeighbour> Neighbours, IReadOnlyList<double> Weights)
{
    /// <summary>Who is driven, when not the template's ego.</summary>
    public string? EgoId { get; init; }

    /// <summary>What was assumed.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Further parents.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>Licences of <see cref="Further"/>.</summary>
    public IReadOnlyList<string> FurtherLicences { get; init; } = [];

    /// <summary>Where actors come from, by id.</summary>
    public IReadOnlyDictionary<string, string> Origins { get; init; } = Ordered.Empty;
}
