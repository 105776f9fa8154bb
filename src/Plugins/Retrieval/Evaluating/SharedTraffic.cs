namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>
/// Whether two recordings hold the same traffic: clips of one source may overlap, and a clip that holds the answer has no place in the database that is
/// asked for it. Pure.
/// </summary>
internal static class SharedTraffic
{
    private const double MinMovedM = 3;
    private const double ToleranceM = 0.02;
    private const int Steps = 10;

    /// <summary>True when some moving actor covers the same distances for a second in both.</summary>
    public static bool Between(Recording a, Recording b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.StepUs != b.StepUs)
        {
            return false;
        }

        foreach (var track in a.Tracks)
        {
            var gaits = Gaits(track);
            if (gaits.Length < Steps)
            {
                continue;
            }

            foreach (var other in b.Tracks)
            {
                if (other.Class == track.Class && other.Body == track.Body && Same(gaits, Gaits(other)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // Distance from step to step: does not depend on the frame that a file is written in.
    private static double[] Gaits(Track track)
    {
        var gaits = new double[Math.Max(0, track.Count - 1)];
        double moved = 0;
        for (int i = 0; i < gaits.Length; i++)
        {
            gaits[i] = track.At(track.FirstStep + i).Pose.Position.DistanceTo(track.At(track.FirstStep + i + 1).Pose.Position);
            moved += gaits[i];
        }

        return moved >= MinMovedM ? gaits : [];
    }

    private static bool Same(double[] a, double[] b)
    {
        for (int lag = Steps - b.Length; lag + Steps <= a.Length; lag++)
        {
            int run = 0;
            double moved = 0;
            double first = double.NaN;
            bool uneven = false;
            for (int i = Math.Max(0, lag); i < a.Length && i - lag < b.Length; i++)
            {
                bool same = Math.Abs(a[i] - b[i - lag]) <= ToleranceM;
                run = same ? run + 1 : 0;
                moved = same ? moved + a[i] : 0;
                uneven = same && run > 1 && (uneven || Math.Abs(a[i] - first) > 5 * ToleranceM);
                first = run == 1 ? a[i] : first;

                // Even motion looks alike everywhere: only a change of speed tells actors apart.
                if (run >= 2 * Steps && moved >= MinMovedM && uneven)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
