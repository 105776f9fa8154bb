namespace Sim.Numerics.Weights;

/// <summary>A name that a torch file may use.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Type">The kind of elements of a storage.</param>
internal sealed record TorchGlobal(TorchRole Role, ElementType Type = default);

/// <summary>What a name of a torch file stands for.</summary>
internal enum TorchRole
{
    OrderedDictionary,
    Tensor,
    Parameter,
    Storage,
}

/// <summary>The numbers of one or several tensors.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Kind of elements.</param>
/// <param name="Source">Where they lie.</param>
/// <param name="Count">How many there are.</param>
internal sealed record TorchStorage(string Key, ElementType Type, ByteSource Source, long Count);
