using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>Reads from a recording how a case ended (criticality-and-reports §11). Pure, deterministic, any thread; never throws on a readable recording.</summary>
internal static class CaseEndings
{
    private const double LaneChangeM = 1.2;

    /// <summary>The ending; null when the recording has no ego that is ever present.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="assessments">What the assessors made of it; their leading metric names the instant where there is no contact.</param>
    public static CaseEnding? Of(Recording recording, IReadOnlyList<Assessment> assessments)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(assessments);
        if (recording.Ego() is not { } ego || LastPresent(ego, recording) is not { } last)
        {
            return null;
        }

        var contact = FirstContact(recording);
        var leading = contact is null ? Leading(assessments) : null;

        // A contact between two steps may lie after the last one.
        long timeUs = contact?.TimeUs ?? Math.Min(leading?.Value.WorstTimeUs ?? long.MaxValue, recording.TimeUs(last));
        timeUs = Math.Clamp(timeUs, 0, recording.TimeUs(last) + recording.StepUs);
        string? partner = contact is not null ? contact.A == recording.EgoId ? contact.B : contact.A
            : leading?.Value.Actors.FirstOrDefault(a => a != recording.EgoId && recording.Find(a) is not null);
        var roads = Roads(recording.Map);
        var egoMotion = Motion.Before(ego, timeUs, recording.StepUs, roads);
        var track = partner is null ? null : recording.Find(partner);
        var partnerMotion = track is null || egoMotion is null ? null : Motion.Before(track, timeUs, recording.StepUs, roads);
        return new CaseEnding
        {
            TimeUs = timeUs,
            Partner = partner,
            PartnerClass = track?.Class,
            ImpactHour = contact is null || egoMotion is null ? null : Hour(egoMotion.Last.Pose, new Vector2d(contact.X, contact.Y)),
            EgoManoeuvre = egoMotion is null ? DrivenManoeuvre.Straight : ManoeuvreOf(egoMotion),
            Event = contact is { ReplayArtefact: true } ? PreCrashEvents.ReplayArtefact : partnerMotion is null ? "" : PreCrashEvents.Of(egoMotion!, partnerMotion),
            MaxDecelMps2 = MaxDecel(ego),
            MinLateralGapM = LateralGaps.Smallest(recording, ego, contact?.TimeUs ?? long.MaxValue),
            Approach = partnerMotion is null ? [] : Approach(egoMotion!, partnerMotion),
        };
    }

    /// <summary>A clock's hour of a point seen from a pose: 12 ahead, 3 to the right; sectors of 30 degrees around each hour. Null when it is not finite.</summary>
    public static int? Hour(Pose2d ego, Vector2d point)
    {
        var body = ego.PointToBody(point);
        if (!double.IsFinite(body.X) || !double.IsFinite(body.Y))
        {
            return null;
        }

        double clockwise = -Pinned.Atan2(body.Y, body.X) / (Math.PI / 6);
        int hour = ((int)Math.Floor(clockwise + 0.5) + 12) % 12;
        return hour == 0 ? 12 : hour;
    }

    /// <summary>What an actor does in a motion.</summary>
    public static DrivenManoeuvre ManoeuvreOf(Motion motion)
    {
        if (motion.Latest(1).All(s => Math.Abs(s.SpeedMps) <= PreCrashEvents.StandingMps))
        {
            return DrivenManoeuvre.Stopped;
        }

        if (motion.Latest(1).Average(s => s.SpeedMps) < -PreCrashEvents.StandingMps)
        {
            return DrivenManoeuvre.Reversing;
        }

        if (Math.Abs(motion.TurnRad) >= PreCrashEvents.TurnRad)
        {
            return motion.TurnRad > 0 ? DrivenManoeuvre.LeftTurn : DrivenManoeuvre.RightTurn;
        }

        return Math.Abs(motion.SidewaysM) < LaneChangeM ? DrivenManoeuvre.Straight
            : motion.SidewaysM > 0 ? DrivenManoeuvre.LaneChangeLeft : DrivenManoeuvre.LaneChangeRight;
    }

    // What a replayed actor does to an ego that left its log is told only when nothing else happened.
    private static Contact? FirstContact(Recording recording)
    {
        Contact? artefact = null;
        foreach (var contact in recording.Contacts)
        {
            if (contact.A != recording.EgoId && contact.B != recording.EgoId)
            {
                continue;
            }

            if (!contact.ReplayArtefact)
            {
                return contact;
            }

            artefact ??= contact;
        }

        return artefact;
    }

    private static Metric? Leading(IReadOnlyList<Assessment> assessments)
    {
        Assessment? worst = null;
        foreach (var assessment in assessments)
        {
            if (assessment is { Severity: not null, LeadingMetric: not null } && (worst is null || assessment.Severity > worst.Severity))
            {
                worst = assessment;
            }
        }

        return worst?.Metrics.FirstOrDefault(m => m.Name == worst.LeadingMetric);
    }

    private static int? LastPresent(Track ego, Recording recording)
    {
        for (int step = Math.Min(ego.EndStep, recording.StepCount) - 1; step >= Math.Max(0, ego.FirstStep); step--)
        {
            if (ego.IsPresent(step))
            {
                return step;
            }
        }

        return null;
    }

    private static RoadMapIndex? Roads(RoadMap map)
    {
        try
        {
            return map.Lanes.Count == 0 ? null : map.Index();
        }
        catch (InputException)
        {
            // Two lanes of one id: whoever made the map is told by the map's check.
            return null;
        }
    }

    private static double MaxDecel(Track ego)
    {
        var accelerations = ego.AccelMps2.Span;
        double most = 0;
        for (int i = 0; i < accelerations.Length; i++)
        {
            if (double.IsFinite(accelerations[i]) && ego.IsPresent(ego.FirstStep + i))
            {
                most = Math.Max(most, -accelerations[i]);
            }
        }

        return most;
    }

    private static double[] Approach(Motion ego, Motion partner)
    {
        int count = Math.Min(ego.States.Count, partner.States.Count);
        var approach = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            var relative = ego.States[ego.States.Count - count + i].Pose.PoseToBody(partner.States[partner.States.Count - count + i].Pose);
            approach[3 * i] = Milli(relative.X);
            approach[3 * i + 1] = Milli(relative.Y);
            approach[3 * i + 2] = Milli(relative.HeadingRad);
        }

        return approach;
    }

    // Adding zero turns a negative zero into a plain one.
    private static double Milli(double value) => Math.Round(value * 1000) / 1000 + 0.0;
}
