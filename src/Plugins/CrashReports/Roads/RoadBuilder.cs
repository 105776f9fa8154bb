using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>
/// Draws the place of a completed record as a road network in a local frame: +x east, +y north, the place at the origin. The map keeps
/// every rule of <see cref="Maps.RoadMapCheck"/>, and a route leads from every entry lane to the exits that it may go to. The same record gives the same bytes.
/// Pure and thread-safe.
/// </summary>
internal static class RoadBuilder
{
    /// <summary>The network of a record.</summary>
    /// <param name="completed">A record of <see cref="RecordCompletion"/>.</param>
    /// <exception cref="ArgumentException">The record has no legs: it was not completed.</exception>
    public static CrashRoad Build(CrashRecord completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        if (completed.Road.Legs.Count == 0)
        {
            throw new ArgumentException("The record has no legs; complete it first.", nameof(completed));
        }

        var draft = new RoadDraft(completed);
        var topology = completed.Road.Topology.Value;
        bool drawn = topology switch
        {
            Topology.Roundabout => RoundaboutRoad.TryDraw(draft),
            Topology.RampMerge => RampRoad.TryDraw(draft),
            _ => false,
        };
        if (!drawn)
        {
            if (topology is Topology.Roundabout or Topology.RampMerge)
            {
                draft.Assumptions.Add($"drawn as a junction: the legs do not make a {(topology == Topology.Roundabout ? "roundabout" : "ramp")}");
            }

            if (Sides(completed.Road.Legs) || PlaceCompletion.IsJunction(topology) || topology == Topology.RampMerge)
            {
                JunctionRoad.Draw(draft);
            }
            else
            {
                PlainRoad.Draw(draft);
            }
        }

        Leftovers(draft);
        return draft.ToRoad();
    }

    /// <summary>True when a leg lies beside the axis of the first one.</summary>
    private static bool Sides(IReadOnlyList<LegRecord> legs)
    {
        foreach (var leg in legs)
        {
            if (Compass.Angle(LegCompletion.Heading(leg), LegCompletion.Heading(legs[0])) is > 40 and < 140)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the record says of the place and the network does not show.</summary>
    private static void Leftovers(RoadDraft draft)
    {
        var road = draft.Record.Road;
        int most = road.Legs.Select((l, i) => l.OneWay.Value == true || l.Divided.Value == true ? Math.Max(l.LanesIn.Value ?? 0, l.LanesOut.Value ?? 0) : (l.LanesIn.Value ?? 0) + (l.LanesOut.Value ?? 0)).DefaultIfEmpty(0).Max();
        if (road.MaxLanes.FromText() && road.MaxLanes.Value != most)
        {
            draft.Unused.Add(FormattableString.Invariant($"{road.MaxLanes.Value} lanes of the largest road: its legs are drawn with {most}"));
        }

        foreach (double limit in road.SpeedLimitsKmh.Value)
        {
            if (!road.Legs.Any(l => l.SpeedLimitKmh.Value is { } used && Math.Abs(used - limit) < 1))
            {
                draft.Unused.Add(FormattableString.Invariant($"speed limit {limit} km/h: no leg has it"));
            }
        }

        foreach (var leg in road.Legs)
        {
            if (leg.Alignment.Value == Alignment.Straight && leg.RadiusM.FromText())
            {
                draft.Unused.Add($"radius of {leg.Id}: the leg is straight");
            }
        }

        foreach (var actor in draft.Record.Actors)
        {
            if (actor.Leg.Value is { } leg && !road.Legs.Any(l => l.Id == leg))
            {
                draft.Unused.Add($"leg {leg} of {actor.Id}: the record lists no such leg");
            }
        }
    }
}
