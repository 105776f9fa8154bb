using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>Shape of the place that the text leaves open. Pure.</summary>
internal static class PlaceCompletion
{
    /// <summary>Fills topology and kind of junction; headings and actions are known.</summary>
    public static CrashRecord Complete(CrashRecord record)
    {
        var (topology, why) = Infer(record);
        var road = record.Road with { Topology = record.Road.Topology.Or(topology, $"shape of the place not told: {why}") };
        var kind = road.Topology.Value switch
        {
            Topology.Straight or Topology.Curve => JunctionKind.None,
            Topology.Driveway => JunctionKind.Driveway,
            Topology.RampMerge => JunctionKind.Ramp,
            _ => JunctionKind.Intersection,
        };
        return record with { Road = road with { Junction = road.Junction.Or(kind, "follows from the shape of the place") } };
    }

    /// <summary>True for places where ways meet at one area.</summary>
    public static bool IsJunction(Topology topology) => topology is not (Topology.Unknown or Topology.Straight or Topology.Curve or Topology.RampMerge);

    private static (Topology Topology, string Why) Infer(CrashRecord record)
    {
        bool curve = record.Road.Legs.Any(l => l.Alignment.Value is Alignment.Curve or Alignment.CurveLeft or Alignment.CurveRight || l.RadiusM.Value is not null)
            || record.Actors.Any(a => a.Movement.Value == Movement.NegotiatingCurve);
        bool turns = record.Actors.Any(a => a.Turning() is not null);
        switch (record.Road.Junction.Value)
        {
            case JunctionKind.Intersection:
                int arms = Arms(record);
                return arms == 3 && record.Road.Legs.Count(l => l.HeadingDeg.Known()) == 3
                    ? (Topology.TJunction, "an intersection with three legs told") : (Topology.FourWay, "an intersection, four-way as most are");
            case JunctionKind.Driveway:
                return (Topology.Driveway, "a driveway is told");
            case JunctionKind.Ramp:
                return (Topology.RampMerge, "a ramp is told");
            case JunctionKind.None:
                return curve ? (Topology.Curve, "no junction, and a curve is told") : (Topology.Straight, "no junction");
        }

        if (record.Road.Legs.Any(l => l.Driveway.Value == true))
        {
            return (Topology.Driveway, "a driveway is told");
        }

        if (record.Road.Legs.Any(l => l.Control.Value.Any(c => c is Control.Signal or Control.Stop or Control.Yield or Control.Flashing)))
        {
            return (Topology.FourWay, "lights or signs are told, so roads cross");
        }

        if (turns || record.Actors.Any(a => a.Does(ActionKind.CrossStraight)))
        {
            return (Topology.FourWay, "somebody turns or crosses, so roads cross");
        }

        var vehicles = record.Actors.Where(a => a.IsVehicle() && !a.IsParked()).ToArray();
        bool crossing = vehicles.Any(a => vehicles.Any(b => Compass.Angle(a.HeadingDeg.Value ?? 0, b.HeadingDeg.Value ?? 0) is > 45 and < 135));
        if (crossing)
        {
            return vehicles.Any(a => a.Does(ActionKind.EnterRoad)) ? (Topology.Driveway, "a vehicle comes onto the road from the side") : (Topology.FourWay, "vehicles come from crossing directions");
        }

        if (vehicles.Any(a => a.Does(ActionKind.Merge)))
        {
            return (Topology.RampMerge, "a vehicle merges");
        }

        return curve ? (Topology.Curve, "a curve is told") : (Topology.Straight, "no junction and no curve are told");
    }

    private static int Arms(CrashRecord record)
    {
        var known = new List<double>();
        foreach (var leg in record.Road.Legs)
        {
            if (leg.HeadingDeg.Value is { } heading && !known.Exists(k => Compass.Angle(k, heading) < 30))
            {
                known.Add(heading);
            }
        }

        return known.Count;
    }
}
