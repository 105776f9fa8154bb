namespace Sim;

/// <summary>Which outcomes occur: a grid over smallest time to collision, smallest lateral gap and largest deceleration.</summary>
public sealed record BehaviourCoverage
{
    /// <summary>The axes, in the order of <see cref="BehaviourCell.Bins"/>.</summary>
    public required IReadOnlyList<BehaviourAxis> Axes { get; init; }

    /// <summary>Cells that occur, in a stable order.</summary>
    public required IReadOnlyList<BehaviourCell> Cells { get; init; }

    /// <summary>All cells of the grid.</summary>
    public required int Size { get; init; }

    /// <summary>Share of the last fifth of the cases, in the order of their ids' hashes, that are alone in their cell, 0 to 1: how much another case is likely to show something new.</summary>
    public required double NewCellRate { get; init; }
}
