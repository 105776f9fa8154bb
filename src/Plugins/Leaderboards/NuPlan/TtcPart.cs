using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// nuPlan's time_to_collision_within_bound: ego and others go on at their speed along their headings; who is ahead counts always, who is beside only
/// while the ego is between lanes or in a junction, who is behind never. Actors that the ego has touched are left out from the contact on.
/// </summary>
internal static class TtcPart
{
    private const double AheadRad = 30.0 / 180.0 * Math.PI;
    private const double BehindRad = 150.0 / 180.0 * Math.PI;
    private const double StoppedMps = 5e-3;

    public static Measured<double> Of(
        EgoSamples ego, IReadOnlyList<Contact> contacts, IReadOnlyList<Contact> atFault, RoadMapIndex? index, bool[] together, NuPlanOptions options, CancellationToken cancellationToken)
    {
        var recording = ego.Recording;
        var touchedFrom = contacts.ToDictionary(c => EgoContacts.Other(recording, c), c => ego.SampleFrom(c.TimeUs), StringComparer.Ordinal);
        var faultAt = new Dictionary<int, string>();
        foreach (var contact in atFault)
        {
            faultAt.TryAdd(ego.SampleFrom(contact.TimeUs), EgoContacts.Other(recording, contact));
        }

        double least = double.PositiveInfinity;
        int at = -1;
        string with = "";
        bool alone = true;
        for (int i = 0; i < ego.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (faultAt.TryGetValue(i, out string? hit) && least > 0)
            {
                (least, at, with, alone) = (0, i, hit, false);
            }

            double egoSpeed = RearAxle.SignedSpeed(ego, i);
            var egoBox = ego.Box(i);
            var rear = egoBox.Centre - (ego.Ego.Body.RearAxleToCentreM * egoBox.Axis);
            bool beside = !together[i] || (index is not null && LaneTrace.IsInJunction(index, rear));
            foreach (var other in recording.Tracks)
            {
                if (ReferenceEquals(other, ego.Ego) || !TrackSampling.TryAt(other, recording.StepUs, ego.TimeUs(i), out var state))
                {
                    continue;
                }

                alone = false;
                if (Math.Abs(egoSpeed) <= StoppedMps || (touchedFrom.TryGetValue(other.Id, out int from) && i >= from))
                {
                    continue;
                }

                var box = new OrientedBox(in state, other.Body);
                double angle = Bearing(rear, egoBox.Axis, box.Centre);
                if (angle < AheadRad || (beside && angle <= BehindRad))
                {
                    bool stands = other.Class is ActorClass.ParkedVehicle or ActorClass.StaticObject;
                    double ttc = Between(in egoBox, egoSpeed, in box, stands ? 0 : TrackSampling.SignedSpeed(in state), options);
                    if (ttc < least)
                    {
                        (least, at, with) = (ttc, i, other.Id);
                    }
                }
            }
        }

        if (at < 0)
        {
            return Measured.Of(1.0, reason: alone ? "nobody else is in the scene" : "no collision within the horizon");
        }

        return Measured.Of(least > options.TtcBoundS ? 1.0 : 0.0, ego.TimeUs(at), [ego.Ego.Id, with], [new("time to collision", least, "s")]);
    }

    // Tested at the end of each step but the last, as the original does.
    private static double Between(in OrientedBox ego, double egoSpeed, in OrientedBox other, double otherSpeed, NuPlanOptions options)
    {
        var apart = other.Centre - ego.Centre;
        var velocity = (otherSpeed * other.Axis) - (egoSpeed * ego.Axis);
        double reach = Math.Sqrt((ego.HalfLengthM * ego.HalfLengthM) + (ego.HalfWidthM * ego.HalfWidthM))
            + Math.Sqrt((other.HalfLengthM * other.HalfLengthM) + (other.HalfWidthM * other.HalfWidthM));
        if (apart.Length > reach + (velocity.Length * options.TtcHorizonS))
        {
            return double.PositiveInfinity;
        }

        int steps = (int)Math.Ceiling((options.TtcHorizonS / options.TtcStepS) - 1 - 1e-9);
        for (int k = 1; k <= steps; k++)
        {
            double t = k * options.TtcStepS;
            var a = new OrientedBox(ego.Centre + (egoSpeed * t * ego.Axis), ego.Axis, ego.LengthM, ego.WidthM);
            var b = new OrientedBox(other.Centre + (otherSpeed * t * other.Axis), other.Axis, other.LengthM, other.WidthM);
            if (a.Overlaps(in b))
            {
                return t;
            }
        }

        return double.PositiveInfinity;
    }

    private static double Bearing(Vector2d from, Vector2d axis, Vector2d to)
    {
        var towards = to - from;
        return Math.Abs(Numerics.Pinned.Atan2(axis.Cross(towards), axis.Dot(towards)));
    }
}
