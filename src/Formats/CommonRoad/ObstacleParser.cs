using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads obstacles of both versions.</summary>
internal static class ObstacleParser
{
    public static RawObstacle Read(XmlCursor cursor, CommonRoadObstacleRole? role, Notes notes)
    {
        var obstacle = new RawObstacle { Id = cursor.Id(), Place = cursor.Place, Role = role };
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "role":
                    obstacle.Role = RoleOf(cursor);
                    break;
                case "type":
                    obstacle.TypeName = cursor.Text().ToString();
                    break;
                case "shape":
                    obstacle.Shape = ShapeParser.Shape(cursor);
                    break;
                case "initialState":
                    if (obstacle.HasInitialState)
                    {
                        throw cursor.Error($"obstacle {obstacle.Id} has a second <initialState>");
                    }

                    obstacle.States.Insert(0, StateParser.State(cursor, notes));
                    obstacle.HasInitialState = true;
                    break;
                case "trajectory":
                    Trajectory(cursor, obstacle, notes);
                    break;
                case "occupancySet":
                    Occupancies(cursor, obstacle, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        // Some writers repeat the initial state at the head of the trajectory.
        if (obstacle.HasInitialState && obstacle.States.Count > 1 && obstacle.States[1].Step == obstacle.States[0].Step)
        {
            obstacle.States.RemoveAt(1);
            notes.Add("trajectories that begin at the step of the initial state: the initial state counts");
        }

        Check(cursor, obstacle);
        return obstacle;
    }

    /// <summary>The kind of actor behind a type word.</summary>
    public static ActorClass Class(string type, CommonRoadObstacleRole role) => role == CommonRoadObstacleRole.Dynamic
        ? type switch
        {
            "car" or "taxi" => ActorClass.Car,
            "truck" => ActorClass.Truck,
            "bus" => ActorClass.Bus,
            "motorcycle" => ActorClass.Motorcycle,
            "bicycle" => ActorClass.Bicycle,
            "pedestrian" => ActorClass.Pedestrian,
            "priorityVehicle" => ActorClass.Emergency,
            "train" => ActorClass.Train,
            "parkedVehicle" => ActorClass.ParkedVehicle,
            _ => ActorClass.Unknown,
        }
        : type switch
        {
            "parkedVehicle" or "car" or "taxi" or "truck" or "bus" or "motorcycle" or "priorityVehicle" => ActorClass.ParkedVehicle,
            _ => ActorClass.StaticObject,
        };

    private static CommonRoadObstacleRole RoleOf(XmlCursor cursor)
    {
        var place = cursor.Place;
        var word = cursor.Text();
        return word switch
        {
            "static" => CommonRoadObstacleRole.Static,
            "dynamic" => CommonRoadObstacleRole.Dynamic,
            _ => throw cursor.Error($"the role is '{XmlCursor.Cut(word)}'; expected static or dynamic", place),
        };
    }

    private static void Trajectory(XmlCursor cursor, RawObstacle obstacle, Notes notes)
    {
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name != "state")
            {
                throw cursor.Error($"found <{cursor.Name}> in a trajectory; expected <state>");
            }

            obstacle.States.Add(StateParser.State(cursor, notes));
        }
    }

    private static void Occupancies(XmlCursor cursor, RawObstacle obstacle, Notes notes)
    {
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name != "occupancy")
            {
                throw cursor.Error($"found <{cursor.Name}> in an occupancy set; expected <occupancy>");
            }

            obstacle.Occupancies.Add(Occupancy(cursor, notes));
        }
    }

    private static CommonRoadOccupancy Occupancy(XmlCursor cursor, Notes notes)
    {
        List<ShapePart>? shape = null;
        int first = -1;
        int last = -1;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "shape":
                    shape = ShapeParser.Shape(cursor);
                    break;
                case "time":
                    var place = cursor.Place;
                    RawState.Steps(StateParser.Interval(cursor), out first, out last, cursor, place);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        if (first < 0)
        {
            throw cursor.Missing("time", scope);
        }

        var parts = shape ?? throw cursor.Missing("shape", scope);
        return new CommonRoadOccupancy(first, last, [.. parts.Select(p => new Polygon(p.Outline()))]);
    }

    private static void Check(XmlCursor cursor, RawObstacle obstacle)
    {
        string id = obstacle.Id;
        if (obstacle.Role is not { } role)
        {
            throw cursor.Error($"obstacle {id} needs a <role>", obstacle.Place);
        }

        if (role == CommonRoadObstacleRole.Phantom)
        {
            return;
        }

        if (obstacle.Shape is null)
        {
            throw cursor.Error($"obstacle {id} needs a <shape>", obstacle.Place);
        }

        if (role != CommonRoadObstacleRole.Environment && !obstacle.HasInitialState)
        {
            throw cursor.Error($"obstacle {id} needs an <initialState>", obstacle.Place);
        }

        for (int i = 1; i < obstacle.States.Count; i++)
        {
            if (obstacle.States[i].Step <= obstacle.States[i - 1].Step)
            {
                throw cursor.Error($"obstacle {id}: time step {obstacle.States[i].Step} follows {obstacle.States[i - 1].Step}; time steps must increase", obstacle.States[i].Place);
            }
        }
    }
}
