namespace Sim.Plugins.SparseAutoencoders.Commands;

internal sealed record InspectedModel(
    string Format,
    string Architecture,
    int Width,
    int OutputWidth,
    int Features,
    IReadOnlyDictionary<string, string> Conventions,
    IReadOnlyList<InspectedTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<string> Notes);

internal sealed record InspectedFile(string Format, IReadOnlyList<InspectedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A tensor; lengths are those of a feature's vectors where it has them, of its rows elsewhere, and null where there are none.</summary>
internal sealed record InspectedTensor(string Name, string Type, IReadOnlyList<long> Shape, double? Least, double? Most, double? ShortestRow, double? MeanRow, double? LongestRow);

internal sealed record InspectedFeature(int Feature, long Tokens, long Active, IReadOnlyList<FoundActivation> Top);

internal sealed record FoundActivation(double Code, string File, long Row, long? Sequence, long? Position);
