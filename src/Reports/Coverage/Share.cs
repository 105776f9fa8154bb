using System.Globalization;

namespace Sim.Reports.Coverage;

/// <summary>Shares as people read them.</summary>
internal static class Share
{
    /// <summary>"97.3 %"; rounded down, so that 100 % means all.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Clamp(share, 0, 1) * 1000 + 1e-9) / 10:0.#} %");
}
