namespace Sim.Storyboards;

/// <summary>In world axes. The orientation is absolute here; null: heading 0.</summary>
public sealed record WorldPosition : StoryPosition
{
    /// <summary>x, m.</summary>
    public required double X { get; init; }

    /// <summary>y, m.</summary>
    public required double Y { get; init; }

    /// <summary>z, m; null: on the ground.</summary>
    public double? Z { get; init; }
}
