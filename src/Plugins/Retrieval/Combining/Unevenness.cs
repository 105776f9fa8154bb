using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// A mean of many behaviours is smoother than each. What is lost is taken from single retrieved behaviours: their departure from their own trend over
/// two seconds, in distance, offset and heading. It moves nobody far, but makes accelerations and yaw rates like recorded ones. Pure.
/// </summary>
internal sealed class Unevenness
{
    private const int HalfWindow = 2;
    private const double SamePlaceBonus = 4;
    private const double Straightening = 0.95;
    private const double MaxTurnRad = 0.1;

    /// <summary>Departure in distance at knot 0 (none), 1, …, m.</summary>
    public required double[] AlongM { get; init; }

    /// <summary>Departure across, m.</summary>
    public required double[] AcrossM { get; init; }

    /// <summary>Departure in heading, rad.</summary>
    public required double[] TurnRad { get; init; }

    /// <summary>Draws it from the neighbours of a situation, one after the other until the time is filled.</summary>
    /// <param name="library">Behaviours.</param>
    /// <param name="situation">The situation.</param>
    /// <param name="place">Where the scene is: behaviours of the same place are preferred.</param>
    /// <param name="goneM">Distance planned at the knots: who goes slower than the example departs less.</param>
    /// <param name="random">For the draws.</param>
    public static Unevenness Draw(ProfileLibrary library, ReadOnlySpan<double> situation, string place, double[] goneM, RandomStream random)
    {
        int n = goneM.Length;
        var drawn = new Unevenness { AlongM = new double[n], AcrossM = new double[n], TurnRad = new double[n] };
        if (library.Profiles.Count == 0)
        {
            return drawn;
        }

        var cumulative = new double[library.Profiles.Count];
        double total = 0;
        for (int i = 0; i < cumulative.Length; i++)
        {
            var profile = library.Profiles[i];
            double d = 0;
            for (int f = 0; f < Situation.Count; f++)
            {
                double e = profile.Situation[f] - situation[f];
                d += e * e;
            }

            double near = Pinned.Exp(-Math.Sqrt(d) + (library.Places[profile.Source] == place ? SamePlaceBonus : 0));
            total += near * Math.Max(0, profile.GainM.Length - 2 * HalfWindow);
            cumulative[i] = total;
        }

        for (int from = 1; from < n && total > 0;)
        {
            int pick = Array.BinarySearch(cumulative, random.NextDouble() * total);
            var profile = library.Profiles[Math.Min(pick < 0 ? ~pick : pick, cumulative.Length - 1)];
            from = drawn.Lay(profile, from, goneM);
        }

        return drawn;
    }

    private int Lay(BehaviourProfile profile, int from, double[] goneM)
    {
        int count = profile.GainM.Length;
        int to = from;
        for (int k = HalfWindow; k + HalfWindow < count && to < goneM.Length; k++, to++)
        {
            double planned = (goneM[to] - goneM[to - 1]) / ProfileLibrary.KnotS;
            double example = profile.SpeedMps + (profile.GainM[k] - profile.GainM[k - 1]) / ProfileLibrary.KnotS;
            double share = Math.Clamp(planned / Math.Max(example, 1), 0, 1);
            AlongM[to] = share * Departure(profile.GainM, k);
            AcrossM[to] = share * Departure(profile.AcrossM, k);
            double turn = Math.Clamp(profile.TurnRad[k] - profile.TurnRad[k - 1], -MaxTurnRad, MaxTurnRad);
            TurnRad[to] = Straightening * TurnRad[to - 1] + share * turn;
        }

        return Math.Max(to, from + 1);
    }

    private static double Departure(double[] values, int at)
    {
        double sum = 0;
        for (int k = at - HalfWindow; k <= at + HalfWindow; k++)
        {
            sum += values[k];
        }

        return values[at] - sum / (2 * HalfWindow + 1);
    }
}
