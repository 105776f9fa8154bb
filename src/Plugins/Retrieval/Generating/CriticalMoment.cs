using Sim.Geometry;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>The part of a recording before its first contact, or before its least time to collision. Pure.</summary>
internal static class CriticalMoment
{
    private const int BeforeSteps = 60;
    private const int AfterSteps = 10;
    private const double GrowM = 3;
    private const double MaxTtcS = 3;

    /// <summary>Finds it.</summary>
    /// <param name="recording">The recording, any step.</param>
    /// <param name="first">First step of the part at 10 Hz.</param>
    /// <param name="count">Steps of the part.</param>
    /// <param name="a">One actor of the conflict; the ego when it is in it.</param>
    /// <param name="b">The other.</param>
    /// <returns>False when nobody comes near anybody within 3 s of a collision.</returns>
    public static bool TryFind(Recording recording, out int first, out int count, out string a, out string b)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var log = TenHertz.Of(recording);
        (first, count, a, b) = (0, 0, "", "");
        int moment = -1;
        if (recording.Contacts.Count > 0)
        {
            var contact = recording.Contacts[0];
            moment = (int)Math.Round((double)contact.TimeUs / SceneOptions.StepUs);
            (a, b) = (contact.A, contact.B);
        }
        else
        {
            double least = MaxTtcS;
            for (int i = 0; i < log.Tracks.Count; i++)
            {
                for (int j = i + 1; j < log.Tracks.Count; j++)
                {
                    Closest(log.Tracks[i], log.Tracks[j], log.StepCount, ref least, ref moment, ref a, ref b);
                }
            }
        }

        if (moment < 0 || log.Find(a) is null || log.Find(b) is null)
        {
            return false;
        }

        if (b == recording.EgoId)
        {
            (a, b) = (b, a);
        }

        int from = Math.Max(0, moment - BeforeSteps);
        while (from < moment && !(log.Find(a)!.IsPresent(from) && log.Find(b)!.IsPresent(from)))
        {
            from++;
        }

        first = from;
        count = Math.Min(log.StepCount, moment + AfterSteps + 1) - from;
        return moment - from >= 5;
    }

    // Time until two boxes with their present velocities touch, by a bound on the gap over the closing speed.
    private static void Closest(Track x, Track y, int steps, ref double least, ref int moment, ref string a, ref string b)
    {
        for (int k = Math.Max(x.FirstStep, y.FirstStep); k < Math.Min(Math.Min(x.EndStep, y.EndStep), steps); k++)
        {
            if (!x.IsPresent(k) || !y.IsPresent(k))
            {
                continue;
            }

            var p = x.At(k);
            var q = y.At(k);
            var apart = q.Pose.Position - p.Pose.Position;
            if (apart.Length > 60)
            {
                continue;
            }

            var relative = q.SpeedMps * q.Pose.ToDirection() - p.SpeedMps * p.Pose.ToDirection();
            double distance = new OrientedBox(p, x.Body).DistanceTo(new OrientedBox(q, y.Body));
            double closing = apart.Length > 0 ? -relative.Dot(apart) / apart.Length : 0;
            if (closing <= 0.5)
            {
                continue;
            }

            // Only who would pass within a car's width of the other is on collision course.
            double time = apart.Length / Math.Max(relative.Length, 0.1);
            double miss = Math.Abs(apart.Cross(relative)) / Math.Max(relative.Length, 0.1);
            if (miss < GrowM && time < 10 && distance / closing < least)
            {
                least = distance / closing;
                moment = k;
                (a, b) = (x.Id, y.Id);
            }
        }
    }
}
