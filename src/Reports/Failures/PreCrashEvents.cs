using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>What the partner of a failure did before, as a stable word (docs/failures.md has the list). Pure.</summary>
internal static class PreCrashEvents
{
    /// <summary>A replayed actor drove into an ego that had left its own log.</summary>
    public const string ReplayArtefact = "replay-artefact";

    /// <summary>It stands.</summary>
    public const string Stopped = "partner-stopped";

    /// <summary>It drives backwards.</summary>
    public const string Reverses = "partner-reverses";

    /// <summary>Oncoming or beside, it turns across the ego's way.</summary>
    public const string TurnsAcross = "partner-turns-across";

    /// <summary>From a crossing road, it turns into the ego's way.</summary>
    public const string TurnsIn = "partner-turns-in";

    /// <summary>It comes towards the ego.</summary>
    public const string Oncoming = "partner-oncoming";

    /// <summary>It crosses the ego's way from the ego's left.</summary>
    public const string CrossesFromLeft = "partner-crosses-from-left";

    /// <summary>It crosses the ego's way from the ego's right.</summary>
    public const string CrossesFromRight = "partner-crosses-from-right";

    /// <summary>It moves into the ego's way from the left.</summary>
    public const string CutsInFromLeft = "partner-cuts-in-from-left";

    /// <summary>It moves into the ego's way from the right.</summary>
    public const string CutsInFromRight = "partner-cuts-in-from-right";

    /// <summary>Ahead of the ego, it brakes.</summary>
    public const string Brakes = "partner-brakes";

    /// <summary>Ahead of the ego, it goes on without braking.</summary>
    public const string DrivesAhead = "partner-drives-ahead";

    /// <summary>It goes beside the ego.</summary>
    public const string DrivesBeside = "partner-drives-beside";

    /// <summary>It comes from behind.</summary>
    public const string Follows = "partner-follows";

    /// <summary>Slower than this, an actor stands, m/s.</summary>
    public const double StandingMps = 0.3;

    /// <summary>From this heading change on, an actor turns, rad.</summary>
    public const double TurnRad = 20 * Math.PI / 180;

    private const double FullTurnRad = Math.PI / 4;
    private const double StandingWayM = 0.5;
    private const double BrakingMps2 = 2;
    private const double CutInM = 0.5;
    private const double ClearCutInM = 1;
    private const double NearlyBesideM = 0.5;
    private const double SameDirectionRad = Math.PI / 4;

    /// <summary>Finds the word.</summary>
    /// <param name="ego">The ego's motion.</param>
    /// <param name="partner">The partner's motion up to the same instant.</param>
    public static string Of(Motion ego, Motion partner)
    {
        if (partner.Class is ActorClass.ParkedVehicle or ActorClass.StaticObject || (partner.MaxSpeedMps <= StandingMps && partner.WayM <= StandingWayM))
        {
            return Stopped;
        }

        bool onWheels = IsOnWheels(partner.Class);
        if (onWheels && partner.States.Average(s => s.SpeedMps) < -StandingMps)
        {
            return Reverses;
        }

        bool turns = onWheels && Math.Abs(partner.TurnRad) >= TurnRad;
        double relative = Pinned.AngleDifference(Course(partner, onWheels), Reference(ego, partner, onWheels));
        return Math.Abs(relative) <= SameDirectionRad ? SameDirection(ego, partner, turns)
            : Math.Abs(relative) >= Math.PI - SameDirectionRad ? turns ? TurnsAcross : Oncoming
            : turns ? TurnsIn
            : relative > 0 ? CrossesFromRight : CrossesFromLeft;
    }

    private static bool IsOnWheels(ActorClass actor) => actor is not (ActorClass.Pedestrian or ActorClass.Animal or ActorClass.Unknown);

    // Who walks may face anywhere: the way tells where to.
    private static double Course(Motion partner, bool onWheels) =>
        onWheels || partner.WayM < StandingWayM ? partner.First.HeadingRad : (partner.Last.Pose.Position - partner.First.Pose.Position).ToHeading();

    // Vehicles are compared as they come to the scene. Who walks across the road that the ego turns into crosses there.
    private static double Reference(Motion ego, Motion partner, bool onWheels) =>
        !onWheels && Math.Abs(ego.TurnRad) >= TurnRad ? ego.Last.HeadingRad : ego.States[Math.Max(0, ego.States.Count - partner.States.Count)].HeadingRad;

    private static string SameDirection(Motion ego, Motion partner, bool turns)
    {
        var place = ego.Last.Pose.PointToBody(partner.Last.Pose.Position);
        var (halfX, halfY) = HalfExtents(partner.Body, Pinned.AngleDifference(partner.Last.HeadingRad, ego.Last.HeadingRad));
        double widths = ego.Body.WidthM / 2 + halfY;
        double gapAcross = Math.Abs(place.Y) - widths, gapAlong = Math.Abs(place.X) - (ego.Body.LengthM / 2 + halfX);
        bool beside = gapAlong < 0 && gapAcross > gapAlong;
        if (place.X < 0 && gapAcross < 0 && !beside)
        {
            return Follows;
        }

        // Where it was across the road at first, from where it is now and how both moved: right in bends too.
        double start = place.Y - (partner.SidewaysM - ego.SidewaysM);
        double side = start >= 0 ? 1 : -1;
        double towards = -side * partner.SidewaysM;
        double egoTowards = side * ego.SidewaysM;
        bool wasClear = Math.Abs(start) > widths - 0.3;
        bool isThere = Math.Abs(place.Y) <= widths + NearlyBesideM;
        bool cutsIn = isThere && towards >= egoTowards && towards >= (wasClear ? CutInM : ClearCutInM);

        // Who pulls out of a parking bay is at an angle too for a moment.
        return turns && (!cutsIn || Math.Abs(partner.TurnRad) >= FullTurnRad) ? TurnsAcross
            : cutsIn ? side > 0 ? CutsInFromLeft : CutsInFromRight
            : beside ? DrivesBeside
            : place.X < 0 ? Follows
            : partner.BrakesMps2() >= BrakingMps2 ? Brakes
            : DrivesAhead;
    }

    /// <summary>Half the extents of a box along and across another's axis.</summary>
    public static (double Along, double Across) HalfExtents(BodyBox body, double relativeHeadingRad)
    {
        double sin = Math.Abs(Pinned.Sin(relativeHeadingRad)), cos = Math.Abs(Pinned.Cos(relativeHeadingRad));
        return ((body.LengthM * cos + body.WidthM * sin) / 2, (body.LengthM * sin + body.WidthM * cos) / 2);
    }
}
