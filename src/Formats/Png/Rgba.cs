namespace Sim.Formats.Png;

/// <summary>A colour of sRGB with opacity.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
/// <param name="A">Opacity, 0 to 1.</param>
public readonly record struct Rgba(byte R, byte G, byte B, double A = 1)
{
    /// <summary>The same with another opacity.</summary>
    /// <param name="a">Opacity, 0 to 1.</param>
    public Rgba With(double a) => this with { A = a };
}
