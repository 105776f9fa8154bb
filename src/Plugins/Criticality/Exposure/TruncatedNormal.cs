using Sim.Numerics;

namespace Sim.Plugins.Criticality.Exposure;

/// <summary>A normal distribution cut off at both ends. Pure.</summary>
/// <param name="Mean">Mean before it is cut.</param>
/// <param name="Deviation">Standard deviation before it is cut, positive.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
internal sealed record TruncatedNormal(double Mean, double Deviation, double Low, double High)
{
    /// <summary>The greatest deceleration that drivers and vehicles reach, m/s² (Cunto and Saccomanno 2007).</summary>
    public static TruncatedNormal MaximumAvailableDeceleration { get; } = new(8.45, 1.40, 4.23, 12.68);

    /// <summary>Probability of a value below x.</summary>
    public double Cdf(double x)
    {
        if (x <= Low)
        {
            return 0;
        }

        if (x >= High)
        {
            return 1;
        }

        double low = Pinned.NormalCdf((Low - Mean) / Deviation);
        double high = Pinned.NormalCdf((High - Mean) / Deviation);
        return (Pinned.NormalCdf((x - Mean) / Deviation) - low) / (high - low);
    }
}
