using Sim.Maps;
using Sim.Numerics;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>How well one arm of a map fits one leg of a record. Pure.</summary>
internal static class PlaceTerms
{
    /// <summary>Equal numbers of lanes towards and away: 1; each lane too few or too many takes its share.</summary>
    public static double Lanes(LegRecord leg, MapArm arm) =>
        0.5 * (Ratio(leg.LanesIn.Value ?? 1, arm.Entry.Count) + Ratio(leg.LanesOut.Value ?? 1, arm.Exit.Count));

    /// <summary>Relative difference of the limits; one half where the map states none.</summary>
    public static double Limit(RoadMapIndex index, LegRecord leg, MapArm arm)
    {
        double wanted = (leg.SpeedLimitKmh.Value ?? 48) / 3.6;
        double? found = arm.Entry.Concat(arm.Exit).Select(i => index.LaneAt(i).SpeedLimitMps).FirstOrDefault(v => v is not null);
        return found is { } limit ? Math.Max(0, 1 - Math.Abs(limit - wanted) / Math.Max(limit, wanted)) : 0.5;
    }

    /// <summary>1 where lights, stop or yield signs are as told, 0 where not; one half where the text is silent.</summary>
    public static double Control(RoadMapIndex index, LegRecord leg, MapArm arm)
    {
        if (!leg.Control.FromText() || arm.Entry.Count == 0)
        {
            return 0.5;
        }

        var ids = arm.Entry.SelectMany(i => index.LaneAt(i).SignalIds).ToHashSet(StringComparer.Ordinal);
        var signals = index.Map.Signals.Where(s => ids.Contains(s.Id)).ToList();
        bool lights = signals.Exists(s => s.Kind == MapSignalKind.Light), stop = signals.Exists(s => s.Code is "206" or "R1-1"), yield = signals.Exists(s => s.Code is "205" or "R1-2");
        bool wantsLights = leg.Control.Value.Any(c => c is Records.Control.Signal or Records.Control.Flashing);
        bool wantsStop = leg.Control.Value.Contains(Records.Control.Stop), wantsYield = leg.Control.Value.Contains(Records.Control.Yield);
        return lights == wantsLights && stop == wantsStop && yield == wantsYield ? 1 : 0;
    }

    /// <summary>Length of the way to the place against what eight seconds at the limit need.</summary>
    public static double RunUp(RoadMapIndex index, LegRecord leg, MapArm arm)
    {
        if (arm.Entry.Count == 0)
        {
            return 1;
        }

        double wanted = 8 * (leg.SpeedLimitKmh.Value ?? 48) / 3.6, length = 0;
        var seen = new HashSet<int>();
        for (int lane = arm.Entry[0]; lane >= 0 && seen.Add(lane) && length < wanted;)
        {
            length += index.LaneAt(lane).Centre.LengthM;
            var before = index.Predecessors(lane);
            lane = before.Length > 0 ? before[0] : -1;
        }

        return Math.Min(1, length / wanted);
    }

    /// <summary>Why the actors of a record cannot drive as told on an arm; null when they can.</summary>
    public static string? Missing(RoadMapIndex index, CrashRecord record, LegRecord leg, MapArm arm)
    {
        foreach (var actor in record.Actors)
        {
            if (actor.Leg.Value != leg.Id || !actor.IsVehicle() || actor.IsParked())
            {
                continue;
            }

            if (arm.Entry.Count < (actor.LaneFromRight.Value ?? 1))
            {
                return $"no lane {actor.LaneFromRight.Value ?? 1} for {actor.Id}";
            }

            if (actor.Turning() is { } turn && index.LaneAt(arm.Entry[0]).Successors.Count > 0 && !arm.Entry.Any(e => Turns(index, e, turn)))
            {
                return $"no {(turn == ActionKind.TurnLeft ? "left" : "right")} turn for {actor.Id}";
            }
        }

        return null;
    }

    private static bool Turns(RoadMapIndex index, int entry, ActionKind turn)
    {
        var centre = index.LaneAt(entry).Centre;
        double heading = centre.HeadingAt(centre.LengthM);
        foreach (int next in index.Successors(entry))
        {
            var through = index.LaneAt(next).Centre;
            double turned = Pinned.AngleDifference(through.HeadingAt(through.LengthM), heading);
            if (turn == ActionKind.TurnLeft ? turned > TurnPlan.StraightRad : turned < -TurnPlan.StraightRad)
            {
                return true;
            }
        }

        return false;
    }

    private static double Ratio(int wanted, int found) => wanted == found ? 1 : Math.Min(wanted, found) / (double)Math.Max(wanted, found);
}
