namespace Sim.Storyboards;

/// <summary>A non-uniform rational B-spline.</summary>
public sealed record NurbsShape : TrajectoryShape
{
    /// <summary>Order (degree + 1), at least 2.</summary>
    public required int Order { get; init; }

    /// <summary>Control points, at least <see cref="Order"/>.</summary>
    public required IReadOnlyList<NurbsPoint> ControlPoints { get; init; }

    /// <summary>Knots, not decreasing: control points + order.</summary>
    public required IReadOnlyList<double> Knots { get; init; }
}
