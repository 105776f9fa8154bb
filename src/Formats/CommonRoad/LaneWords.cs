using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>Translates the words of lanelets: types and users.</summary>
internal static class LaneWords
{
    // A lanelet may carry several types; the first of this list that it carries says what it is for. The rest describe the road.
    private static readonly (string Word, LaneType Type)[] Special =
    [
        ("crosswalk", LaneType.Crosswalk),
        ("sidewalk", LaneType.Sidewalk),
        ("bicycleLane", LaneType.Biking),
        ("parking", LaneType.Parking),
        ("shoulder", LaneType.Shoulder),
        ("border", LaneType.Border),
        ("restricted", LaneType.Restricted),
        ("tram", LaneType.Tram),
        ("busStop", LaneType.Bus),
        ("busLane", LaneType.Bus),
        ("exitRamp", LaneType.OffRamp),
        ("accessRamp", LaneType.OnRamp),
        ("driveWay", LaneType.Driveway),
    ];

    private static readonly string[] Roads = ["urban", "country", "highway", "interstate", "mainCarriageWay", "intersection", "unknown"];

    private static readonly ActorClass[] Motor =
        [ActorClass.Car, ActorClass.Van, ActorClass.Truck, ActorClass.Trailer, ActorClass.Bus, ActorClass.Emergency, ActorClass.Motorcycle];

    /// <summary>What the lanelet is for.</summary>
    public static LaneType Type(RawLanelet lanelet, Notes notes)
    {
        foreach (var (word, type) in Special)
        {
            if (lanelet.Types.Contains(word))
            {
                return type;
            }
        }

        bool known = lanelet.Types.Count == 0;
        foreach (string word in lanelet.Types)
        {
            if (Roads.Contains(word))
            {
                known = true;
            }
            else
            {
                notes.Add($"lanelet type '{XmlCursor.Cut(word)}' has no counterpart");
            }
        }

        return known ? ByUsers(lanelet) : LaneType.Other;
    }

    /// <summary>True when vehicles, or all who may use it at all, go both ways.</summary>
    public static bool IsBidirectional(RawLanelet lanelet) =>
        lanelet.TwoWayUsers.Count > 0 && (lanelet.OneWayUsers.Count == 0 || lanelet.TwoWayUsers.Any(IsVehicle));

    /// <summary>Who may use the lanelet, in the order of <see cref="ActorClass"/>.</summary>
    public static IReadOnlyList<ActorClass> Users(RawLanelet lanelet, Notes notes)
    {
        var users = new SortedSet<ActorClass>();
        foreach (string word in lanelet.OneWayUsers.Concat(lanelet.TwoWayUsers))
        {
            switch (word)
            {
                case "vehicle":
                    users.UnionWith(Motor);
                    break;
                case "car" or "taxi":
                    users.Add(ActorClass.Car);
                    break;
                case "truck":
                    users.Add(ActorClass.Truck);
                    break;
                case "bus":
                    users.Add(ActorClass.Bus);
                    break;
                case "priorityVehicle":
                    users.Add(ActorClass.Emergency);
                    break;
                case "motorcycle":
                    users.Add(ActorClass.Motorcycle);
                    break;
                case "bicycle":
                    users.Add(ActorClass.Bicycle);
                    break;
                case "pedestrian":
                    users.Add(ActorClass.Pedestrian);
                    break;
                case "train":
                    users.Add(ActorClass.Train);
                    break;
                default:
                    notes.Add($"lanelet user '{XmlCursor.Cut(word)}' has no counterpart");
                    break;
            }
        }

        return [.. users];
    }

    private static LaneType ByUsers(RawLanelet lanelet)
    {
        bool pedestrians = false;
        bool bicycles = false;
        foreach (string word in lanelet.OneWayUsers.Concat(lanelet.TwoWayUsers))
        {
            switch (word)
            {
                case "pedestrian":
                    pedestrians = true;
                    break;
                case "bicycle":
                    bicycles = true;
                    break;
                default:
                    return LaneType.Driving;
            }
        }

        return bicycles ? LaneType.Biking : pedestrians ? LaneType.Sidewalk : LaneType.Driving;
    }

    private static bool IsVehicle(string word) => word is not ("pedestrian" or "bicycle");
}
