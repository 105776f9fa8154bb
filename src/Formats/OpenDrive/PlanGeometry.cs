using Sim.Numerics;

namespace Sim.Formats.OpenDrive;

/// <summary>One element of a planView. Evaluated by the distance from its own start; a little beyond its length is defined too.</summary>
internal abstract class PlanGeometry(double s, double x, double y, double headingRad, double length)
{
    public double S { get; } = s;

    public double Length { get; } = length;

    /// <summary>Upper bound of the turn over the whole element, rad; 0 when it does not turn more than a cubic can.</summary>
    public virtual double MaxTurnRad => 0;

    protected double X0 { get; } = x;

    protected double Y0 { get; } = y;

    protected double HeadingRad { get; } = headingRad;

    protected double Cos0 { get; } = Pinned.Cos(headingRad);

    protected double Sin0 { get; } = Pinned.Sin(headingRad);

    public abstract PlanFrame At(double ds);

    /// <summary>Turns local (u, v) and a local tangent, of any length, into the plan.</summary>
    protected PlanFrame FromLocal(double u, double v, double du, double dv)
    {
        double norm = Math.Sqrt((du * du) + (dv * dv));
        (double cos, double sin) = norm > 1e-12 ? (du / norm, dv / norm) : (1.0, 0.0);
        return new PlanFrame(
            X0 + (u * Cos0) - (v * Sin0),
            Y0 + (u * Sin0) + (v * Cos0),
            (cos * Cos0) - (sin * Sin0),
            (cos * Sin0) + (sin * Cos0));
    }
}
