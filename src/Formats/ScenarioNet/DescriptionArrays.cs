using System.Text;
using Sim.Numerics.Weights;

namespace Sim.Formats.ScenarioNet;

/// <summary>The arrays of a description in an .npz file: its text, and numbers in one or two dimensions.</summary>
internal sealed class DescriptionArrays(ReadOnlyMemory<byte> content, string file)
{
    private readonly NpzFile _arrays = NpzFile.Read(content, file);

    /// <summary>An array of bytes as text.</summary>
    public string Text(string name)
    {
        var array = _arrays[name];
        if (array.Type != ElementType.U8)
        {
            throw new InputException($"the array '{name}' is of the type '{array.TypeName}', expected bytes ('|u1') that are UTF-8 text", file);
        }

        try
        {
            return new UTF8Encoding(false, true).GetString(array.ReadBytes());
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"the array '{name}' is not UTF-8 text", file, inner: e);
        }
    }

    /// <summary>An array of numbers, one or two dimensions; the number of columns is 1 for one dimension.</summary>
    public (double[] Values, int Columns) Numbers(string name)
    {
        var array = _arrays[name];
        if (array.Rank is 0 or > 2 || array.Shape[^1] > int.MaxValue)
        {
            throw new InputException($"the array '{name}' has {array.Rank} dimensions; one or two are expected", file);
        }

        return (array.ReadDouble(), array.Rank == 2 ? (int)array.Shape[1] : 1);
    }
}
