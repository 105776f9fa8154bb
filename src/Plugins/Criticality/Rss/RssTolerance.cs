namespace Sim.Plugins.Criticality.Rss;

/// <summary>
/// When two quantities count as equal inside the RSS formulas. The reference library compares lengths, speeds and times to 1e-3 and accelerations
/// to 1e-4 (specs/criticality §4); exact comparison is the same code with zero. The verdict "the gap is safe" is always strict: gap &gt; safe distance.
/// </summary>
/// <param name="Quantity">For m, m/s and s, at least 0.</param>
/// <param name="AccelerationMps2">For m/s², at least 0.</param>
public readonly record struct RssTolerance(double Quantity, double AccelerationMps2)
{
    /// <summary>As the reference library compares.</summary>
    public static RssTolerance Library { get; } = new(1e-3, 1e-4);

    /// <summary>Exact comparison.</summary>
    public static RssTolerance Exact { get; }

    internal bool Same(double a, double b) => a == b || Math.Abs(a - b) < Quantity;

    internal bool Less(double a, double b) => a < b && !Same(a, b);

    internal bool AtLeast(double a, double b) => a > b || Same(a, b);

    internal bool NoAcceleration(double a) => a == 0 || Math.Abs(a) < AccelerationMps2;

    // Of two equal quantities the first wins: with a tolerance that decides digits, so the order of arguments matters.
    internal double Larger(double a, double b) => Less(a, b) ? b : a;

    internal double Smaller(double a, double b) => Less(b, a) ? b : a;
}
