namespace Sim.Maps;

/// <summary>Who moves on which kind of lane. Pure and thread-safe.</summary>
public static class LaneTypes
{
    /// <summary>True for lanes made for moving motor traffic: the ones that routes and the nearest-lane query use.</summary>
    public static bool CarriesTraffic(this LaneType type) => type is LaneType.Driving or LaneType.Entry or LaneType.Exit or LaneType.OnRamp
        or LaneType.OffRamp or LaneType.ConnectingRamp or LaneType.Bus or LaneType.Hov or LaneType.BidirectionalDriving or LaneType.Driveway;

    /// <summary>True for surfaces on which a car may legitimately be: traffic lanes, parking and the hard shoulder.</summary>
    public static bool IsDrivable(this LaneType type) => type.CarriesTraffic() || type is LaneType.Parking or LaneType.Stop;

    /// <summary><see cref="CarriesTraffic(LaneType)"/>, and no list of users that leaves motor vehicles out.</summary>
    public static bool CarriesTraffic(this Lane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane.Type.CarriesTraffic() && AdmitsMotorVehicles(lane);
    }

    /// <summary><see cref="IsDrivable(LaneType)"/>, and no list of users that leaves motor vehicles out.</summary>
    public static bool IsDrivable(this Lane lane)
    {
        ArgumentNullException.ThrowIfNull(lane);
        return lane.Type.IsDrivable() && AdmitsMotorVehicles(lane);
    }

    private static bool AdmitsMotorVehicles(Lane lane)
    {
        foreach (var user in lane.Users)
        {
            if (user is not (ActorClass.Bicycle or ActorClass.Pedestrian or ActorClass.Animal or ActorClass.Train))
            {
                return true;
            }
        }

        return lane.Users.Count == 0;
    }
}
