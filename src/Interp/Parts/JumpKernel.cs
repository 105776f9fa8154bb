namespace Sim.Interp;

/// <summary>Windows around a threshold, by overcomplete's names. All are even; h is half the bandwidth.</summary>
public enum JumpKernel
{
    /// <summary>1 / (2h) up to a distance of h.</summary>
    Rectangle,

    /// <summary>e^(−½ (x/h)²) / (2h √(2π)).</summary>
    Gaussian,

    /// <summary>(1 − |x|/h) / h up to a distance of h.</summary>
    Triangular,

    /// <summary>(1 + cos(πx / 2h)) / 2 up to a distance of 2h.</summary>
    Cosine,

    /// <summary>¾ (1 − (x/h)²) / h up to a distance of h.</summary>
    Epanechnikov,

    /// <summary>15/16 (1 − (x/h)²)² / h up to a distance of h.</summary>
    Quartic,

    /// <summary>e^(−|x| / √2 h) sin(|x| / √2 h + π/4) / h; the library's default.</summary>
    Silverman,

    /// <summary>1 / (1 + (x/h)²) / (πh).</summary>
    Cauchy,
}
