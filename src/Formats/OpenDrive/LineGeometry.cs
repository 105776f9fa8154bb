namespace Sim.Formats.OpenDrive;

/// <summary>A straight line.</summary>
internal sealed class LineGeometry(double s, double x, double y, double headingRad, double length)
    : PlanGeometry(s, x, y, headingRad, length)
{
    public override PlanFrame At(double ds) => new(X0 + (ds * Cos0), Y0 + (ds * Sin0), Cos0, Sin0);
}
