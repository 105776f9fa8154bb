using System.Text.Json;
using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.SelfTests;

/// <summary>Reads the recorded NAVSIM scenes (golden/epdms: scorer.json.gz, idm.json.gz) into <see cref="PseudoScene"/>; throws on anything unexpected.</summary>
internal static class EpdmsVectors
{
    /// <summary>A scene of either file; members that a file lacks (history, human, reference) are left out.</summary>
    public static PseudoScene Scene(JsonElement scene, Compatibility compatibility = Compatibility.Navsim22)
    {
        var frames = List(scene.GetProperty("frames"), frame => List(frame, Logged));
        return new PseudoScene
        {
            Name = scene.GetProperty(scene.TryGetProperty("name", out _) ? "name" : "id").GetString()!,
            TimeUs = scene.GetProperty("time_us").GetInt64(),
            Ego = State(scene.GetProperty("ego_state")),
            Shape = EgoShape.Pacifica,
            History = History(scene),
            Map = Map(scene),
            Objects = ObjectInterpolation.ToSamples(frames, compatibility),
            RedConnectors = RedLights.ToSamples(List(scene.GetProperty("lights"), Reds)),
            HumanPlan = scene.TryGetProperty("human_poses", out var human) && human.ValueKind != JsonValueKind.Null ? Poses(human) : null,
            Reference = scene.TryGetProperty("reference_proposal", out var reference) ? Poses(reference) : null,
        };
    }

    /// <summary>The map of a scene; baselines and speed limits come from the polygons and from "lanes", where there are any.</summary>
    public static SceneMap Map(JsonElement scene)
    {
        var lanes = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (scene.TryGetProperty("lanes", out var list))
        {
            foreach (var lane in list.EnumerateArray())
            {
                lanes[lane.GetProperty("id").GetString()!] = lane;
            }
        }

        return new SceneMap(
            List(scene.GetProperty("polygons"), polygon => Area(polygon, lanes)),
            scene.GetProperty("route_lane_ids").EnumerateArray().Select(id => id.GetString()!).ToHashSet(StringComparer.Ordinal),
            Poses(scene.GetProperty("centerline")));
    }

    /// <summary>The eleven columns of a state.</summary>
    public static EgoState State(JsonElement v) => new(
        v[0].GetDouble(),
        v[1].GetDouble(),
        v[2].GetDouble(),
        v[3].GetDouble(),
        v[4].GetDouble(),
        v[5].GetDouble(),
        v[6].GetDouble(),
        v[7].GetDouble(),
        v[8].GetDouble(),
        v[9].GetDouble(),
        v[10].GetDouble());

    /// <summary>The columns of a state, in the order of the vectors.</summary>
    public static double[] Columns(in EgoState s) =>
        [s.X, s.Y, s.HeadingRad, s.Vx, s.Vy, s.Ax, s.Ay, s.SteerRad, s.SteerRateRps, s.YawRateRps, s.YawAccelRps2];

    /// <summary>A list of [x, y, heading]; a heading that is not given is 0.</summary>
    public static Pose2d[] Poses(JsonElement list) => List(list, Pose);

    /// <summary>[x, y, heading].</summary>
    public static Pose2d Pose(JsonElement v) => new(v[0].GetDouble(), v[1].GetDouble(), v.GetArrayLength() > 2 ? v[2].GetDouble() : 0);

    /// <summary>Kind of an object by its name in the vectors.</summary>
    public static SceneObjectType Kind(string name) => name switch
    {
        "vehicle" => SceneObjectType.Vehicle,
        "pedestrian" => SceneObjectType.Pedestrian,
        "bicycle" => SceneObjectType.Bicycle,
        "traffic_cone" => SceneObjectType.TrafficCone,
        "barrier" => SceneObjectType.Barrier,
        "czone_sign" => SceneObjectType.ConstructionSign,
        "generic_object" => SceneObjectType.GenericObject,
        _ => throw new FormatException($"Unknown object type {name}."),
    };

    private static LoggedObject Logged(JsonElement o) => new(
        o.GetProperty("id").GetString()!,
        Kind(o.GetProperty("type").GetString()!),
        Pose(o.GetProperty("pose")),
        o.GetProperty("length").GetDouble(),
        o.GetProperty("width").GetDouble(),
        o.TryGetProperty("velocity", out var v) ? new Vector2d(v[0].GetDouble(), v[1].GetDouble()) : default);

    private static HistorySample[] History(JsonElement scene)
    {
        if (!scene.TryGetProperty("history_states", out var states))
        {
            return [];
        }

        var times = scene.GetProperty("history_times_us");
        return [.. Enumerable.Range(0, states.GetArrayLength()).Select(i => new HistorySample(times[i].GetInt64(), State(states[i])))];
    }

    private static IReadOnlyList<string> Reds(JsonElement frame) =>
        [.. frame.EnumerateArray().Where(light => light[1].GetString() == "RED").Select(light => light[0].GetString()!)];

    private static MapPolygon Area(JsonElement polygon, Dictionary<string, JsonElement> lanes)
    {
        string id = polygon.GetProperty("id").GetString()!;
        var type = polygon.GetProperty("type").GetString() switch
        {
            "ROADBLOCK" => MapPolygonType.Roadblock,
            "LANE" => MapPolygonType.Lane,
            "LANE_CONNECTOR" => MapPolygonType.LaneConnector,
            "INTERSECTION" => MapPolygonType.Intersection,
            "CARPARK_AREA" => MapPolygonType.CarParkArea,
            "DRIVABLE_AREA" => MapPolygonType.DrivableArea,
            var other => throw new FormatException($"Unknown polygon type {other}."),
        };
        var lane = type is MapPolygonType.Lane or MapPolygonType.LaneConnector && lanes.TryGetValue(id, out var found) ? found : polygon;
        return new MapPolygon(
            id,
            type,
            List(polygon.GetProperty("exterior"), v => new Vector2d(v[0].GetDouble(), v[1].GetDouble())),
            lane.TryGetProperty("baseline", out var baseline) && baseline.ValueKind == JsonValueKind.Array ? Poses(baseline) : null,
            lane.TryGetProperty("speed_limit", out var limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetDouble() : null);
    }

    private static T[] List<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var values = new T[array.GetArrayLength()];
        int i = 0;
        foreach (var item in array.EnumerateArray())
        {
            values[i++] = read(item);
        }

        return values;
    }
}
