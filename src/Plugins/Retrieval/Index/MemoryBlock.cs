namespace Sim.Plugins.Retrieval.Index;

/// <summary>Entries in memory. Immutable.</summary>
internal sealed class MemoryBlock : SceneBlock
{
    private readonly IndexedScene[] _scenes;
    private readonly double[] _signatures;
    private readonly float[][] _strengths;
    private readonly int _signature;

    /// <summary>A block of scenes.</summary>
    public MemoryBlock(IReadOnlyList<IndexedScene> scenes, int dimension)
    {
        _scenes = [.. scenes];
        _signature = SceneSignature.LengthFor(dimension);
        _signatures = new double[_scenes.Length * _signature];
        _strengths = Array.ConvertAll(_scenes, s => StrengthsOf(s.Entry));
        for (int i = 0; i < _scenes.Length; i++)
        {
            SceneSignature.Write(_scenes[i].Vectors, dimension, _signatures.AsSpan(i * _signature, _signature));
        }
    }

    /// <inheritdoc/>
    public override int Count => _scenes.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Signatures(int first, int count) => _signatures.AsSpan(first * _signature, count * _signature);

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Vectors(int index) => _scenes[index].Vectors;

    /// <inheritdoc/>
    public override IndexEntry Entry(int index) => _scenes[index].Entry;

    /// <inheritdoc/>
    public override float Strength(int index, int tag) => _strengths[index][tag];
}
