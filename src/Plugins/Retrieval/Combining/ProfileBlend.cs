using Sim.Numerics;

namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// Blends the behaviours of the neighbours of a situation: a weighted mean with weights exp(−d/τ), corrected to first order for what differs between
/// each neighbour's situation and the present one, in which neighbours that do something else than the rest count less (Huber's loss, by reweighting).
/// Pure and thread-safe; an instance keeps no state but its library and options.
/// </summary>
internal sealed class ProfileBlend(ProfileLibrary library, CombinerOptions options)
{
    private const int Rows = Situation.Count + 2;

    // Twice is enough: a third time changes millimetres.
    private const int Reweightings = 2;

    /// <summary>Blends.</summary>
    /// <param name="situation">The present situation.</param>
    /// <param name="roomM">Room at each knot as in <see cref="BehaviourProfile.RoomM"/>.</param>
    /// <param name="knots">How many knots are wanted.</param>
    /// <param name="gainM">Receives the distance gained at each.</param>
    /// <param name="nearest">Receives the nearest profiles, nearest first.</param>
    /// <returns>False when the library has nothing to go by.</returns>
    public bool TryGains(ReadOnlySpan<double> situation, ReadOnlySpan<double> roomM, int knots, Span<double> gainM, List<WeightedProfile> nearest)
    {
        var all = library.Profiles;
        int wanted = Math.Min(options.Neighbours, all.Count);
        nearest.Clear();
        if (wanted == 0)
        {
            return false;
        }

        var (order, distance) = Nearest(situation, wanted);
        var influence = new double[order.Length];
        for (int k = 0; k < knots; k++)
        {
            double gain = At(situation, order, distance, k, roomM[k], influence);
            if (double.IsNaN(gain))
            {
                gain = k > 1 ? 2 * gainM[k - 1] - gainM[k - 2] : k > 0 ? 2 * gainM[0] : 0;
            }

            gainM[k] = gain;
        }

        double total = 0;
        foreach (int i in order)
        {
            total += Pinned.Exp(-distance[i] / options.Tau);
        }

        for (int n = 0; n < Math.Min(order.Length, 8); n++)
        {
            nearest.Add(new WeightedProfile(all[order[n]], distance[order[n]], Pinned.Exp(-distance[order[n]] / options.Tau) / total));
        }

        return true;
    }

    private (int[] Order, double[] Distance) Nearest(ReadOnlySpan<double> situation, int wanted)
    {
        var all = library.Profiles;
        var distance = new double[all.Count];
        var order = new int[all.Count];
        for (int i = 0; i < order.Length; i++)
        {
            double d = 0;
            var other = all[i].Situation;
            for (int f = 0; f < Situation.Count; f++)
            {
                double e = other[f] - situation[f];
                d += e * e;
            }

            distance[i] = Math.Sqrt(d);
            order[i] = i;
        }

        Array.Sort(order, (a, b) => distance[a] != distance[b] ? distance[a].CompareTo(distance[b]) : a.CompareTo(b));
        return (order.Length == wanted ? order : order[..wanted], distance);
    }

    // What is driven by most: the mean of a few who stop and many who go would be a place where nobody gets to.
    private double At(ReadOnlySpan<double> x, int[] order, double[] distance, int knot, double room, double[] influence)
    {
        Span<double> fit = stackalloc double[Rows];
        Array.Fill(influence, 1);
        double answer = Fit(x, order, distance, knot, room, influence, fit);
        for (int i = 0; i < Reweightings && !double.IsNaN(answer); i++)
        {
            Reweigh(x, order, knot, room, fit, influence);
            answer = Fit(x, order, distance, knot, room, influence, fit);
        }

        return answer;
    }

    private void Reweigh(ReadOnlySpan<double> x, int[] order, int knot, double room, ReadOnlySpan<double> fit, double[] influence)
    {
        double seconds = (knot + 1) * ProfileLibrary.KnotS;
        double usual = 0.5 * options.UsualMps2 * seconds * seconds;
        Span<double> row = stackalloc double[Rows];
        for (int n = 0; n < order.Length; n++)
        {
            var profile = library.Profiles[order[n]];
            if (profile.GainM.Length <= knot)
            {
                continue;
            }

            Differences(x, profile, knot, room, row);
            double told = 0;
            for (int r = 0; r < Rows; r++)
            {
                told += fit[r] * row[r];
            }

            influence[n] = usual / Math.Max(Math.Abs(profile.GainM[knot] - told), usual);
        }
    }

    private static void Differences(ReadOnlySpan<double> x, BehaviourProfile profile, int knot, double room, Span<double> row)
    {
        row[0] = 1;
        for (int f = 0; f < Situation.Count; f++)
        {
            row[f + 1] = profile.Situation[f] - x[f];
        }

        row[Rows - 1] = Situation.Shortage(profile.RoomM[knot], profile.Situation) - Situation.Shortage(room, x);
    }

    // Not a number without a neighbour that lasts so long.
    private double Fit(ReadOnlySpan<double> x, int[] order, double[] distance, int knot, double room, double[] influence, Span<double> fit)
    {
        Span<double> matrix = stackalloc double[Rows * Rows];
        Span<double> row = stackalloc double[Rows];
        matrix.Clear();
        fit.Clear();
        double total = 0;
        for (int n = 0; n < order.Length; n++)
        {
            var profile = library.Profiles[order[n]];
            if (profile.GainM.Length <= knot)
            {
                continue;
            }

            double w = influence[n] * Pinned.Exp(-distance[order[n]] / options.Tau);
            total += w;
            Differences(x, profile, knot, room, row);
            for (int r = 0; r < Rows; r++)
            {
                double scaled = w * row[r];
                for (int c = 0; c <= r; c++)
                {
                    matrix[r * Rows + c] += scaled * row[c];
                }

                fit[r] += scaled * profile.GainM[knot];
            }
        }

        if (total <= 0)
        {
            return double.NaN;
        }

        for (int r = 0; r < Rows; r++)
        {
            for (int c = r + 1; c < Rows; c++)
            {
                matrix[r * Rows + c] = matrix[c * Rows + r];
            }

            matrix[r * Rows + r] += r == 0 ? options.KeepsSpeed : Math.Max(options.Ridge, 1e-6) * total;
        }

        double mean = fit[0] / (total + options.KeepsSpeed);
        if (Cholesky.TryFactor(matrix, Rows))
        {
            Cholesky.Solve(matrix, Rows, fit);
            if (double.IsFinite(fit[0]))
            {
                return fit[0];
            }
        }

        fit.Clear();
        fit[0] = mean;
        return mean;
    }
}
