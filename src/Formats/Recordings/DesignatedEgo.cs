namespace Sim.Formats;

/// <summary>
/// The rule that designates one recorded vehicle as the ego of a log, for replay and scoring: among moving motor vehicles (car, van, truck,
/// bus, emergency, motorcycle) with at least two recorded states, the one that appears first; among those the one that stays longest; then the
/// one with the longest travelled path; then the lowest id in ordinal order. Pure and thread-safe.
/// </summary>
public static class DesignatedEgo
{
    /// <summary>Id of the designated track, or null when no track qualifies.</summary>
    public static string? Choose(IReadOnlyList<Track> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        Track? best = null;
        double bestPath = 0;
        foreach (var track in tracks)
        {
            if (!IsMotorVehicle(track.Class) || track.Count < 2)
            {
                continue;
            }

            double path = PathM(track);
            if (best is null || Precedes(track, path, best, bestPath))
            {
                (best, bestPath) = (track, path);
            }
        }

        return best?.Id;
    }

    /// <summary>True for the classes that the rule considers.</summary>
    public static bool IsMotorVehicle(ActorClass actorClass) => actorClass is ActorClass.Car or ActorClass.Van or ActorClass.Truck
        or ActorClass.Bus or ActorClass.Emergency or ActorClass.Motorcycle;

    /// <summary>Length of the polyline through a track's positions, m.</summary>
    public static double PathM(Track track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var x = track.X.Span;
        var y = track.Y.Span;
        double sum = 0;
        for (int i = 1; i < x.Length; i++)
        {
            double dx = x[i] - x[i - 1];
            double dy = y[i] - y[i - 1];
            sum += Math.Sqrt(dx * dx + dy * dy);
        }

        return sum;
    }

    private static bool Precedes(Track a, double pathA, Track b, double pathB)
    {
        if (a.FirstStep != b.FirstStep)
        {
            return a.FirstStep < b.FirstStep;
        }

        if (a.Count != b.Count)
        {
            return a.Count > b.Count;
        }

        return pathA != pathB ? pathA > pathB : string.CompareOrdinal(a.Id, b.Id) < 0;
    }
}
