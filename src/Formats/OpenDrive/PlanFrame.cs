using Sim.Geometry;

namespace Sim.Formats.OpenDrive;

/// <summary>A point of a reference line with its unit tangent.</summary>
internal readonly record struct PlanFrame(double X, double Y, double Cos, double Sin)
{
    /// <summary>The point at lateral distance t, m, positive to the left.</summary>
    public Vector2d At(double t) => new(X - (t * Sin), Y + (t * Cos));
}
