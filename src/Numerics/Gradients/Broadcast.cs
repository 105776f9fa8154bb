namespace Sim.Numerics.Gradients;

/// <summary>How the second operand meets the first, which counts as a matrix: its last dimension is the columns, all others together are the rows.</summary>
public enum Broadcast
{
    /// <summary>Both have the same shape.</summary>
    None,

    /// <summary>The second has as many elements as the first has columns, and meets each row.</summary>
    Row,

    /// <summary>The second has as many elements as the first has rows, and meets each column.</summary>
    Column,

    /// <summary>The second is one number, and meets every element.</summary>
    Scalar,
}
