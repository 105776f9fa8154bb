using Sim.Maps;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>Decides which actors SUMO drives and on which route. Pure.</summary>
internal static class VehiclePlanner
{
    private const double HeadingWeightM = 5;
    private const double MostAsideM = 0.5;
    private const double MostTurnRad = 1.2;
    private const double FastestMps = 70;
    private const int MaxLanes = 10_000;

    /// <summary>Prefix of the ids of our actors in SUMO.</summary>
    public const string Prefix = "sim.";

    /// <summary>The vehicles, in the scenario's order.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="roads">Its roads in SUMO.</param>
    /// <param name="leftOut">Takes a sentence for each follower of lanes that SUMO cannot drive.</param>
    public static List<SumoVehicle> Plan(Scenario scenario, SumoRoads roads, List<string> leftOut)
    {
        var vehicles = new List<SumoVehicle>();
        for (int i = 0; i < scenario.Actors.Count; i++)
        {
            var actor = scenario.Actors[i];
            if (actor.Behaviour is not FollowLaneBehaviour follow || actor.FirstStep > scenario.StepCount)
            {
                continue;
            }

            if (Place(scenario, actor, follow, roads, SumoId(i), out var vehicle) is { } reason)
            {
                leftOut.Add($"SUMO does not drive '{actor.Id}', the embedded engine does: {reason}.");
            }
            else
            {
                vehicles.Add(vehicle!);
            }
        }

        return vehicles;
    }

    /// <summary>Id of an actor in SUMO.</summary>
    public static string SumoId(int actor) => FormattableString.Invariant($"{Prefix}{actor}");

    private static string? Place(Scenario scenario, Actor actor, FollowLaneBehaviour follow, SumoRoads roads, string sumoId, out SumoVehicle? vehicle)
    {
        vehicle = null;
        if (VehicleKinds.WordOf(actor.Class) is not { } word)
        {
            return $"it is a {SettingReader.WordOf(actor.Class.ToString())}";
        }

        var index = scenario.Map.Index();
        if (!index.TryNearestLane(actor.Initial.Pose, out var match, HeadingWeightM, MostAsideM) || Math.Abs(match.HeadingErrorRad) > MostTurnRad)
        {
            return "it does not stand in a lane";
        }

        var chain = Chain(index, match.LaneIndex, follow.Route, (FastestMps * scenario.HorizonUs * 1e-6) + 200);
        var state = actor.Initial;
        var (x, y) = SumoFrames.Front(state.X + roads.Network.Offset.X, state.Y + roads.Network.Offset.Y, state.HeadingRad, actor.Body.LengthM);
        var parts = chain.SelectMany((lane, i) => roads.Lanes(index.LaneAt(lane).Id).Select(part => (Lane: part, IsFirst: i == 0))).ToList();
        if (parts.Count == 0 || !parts[0].IsFirst)
        {
            return $"SUMO's network has no lane '{index.LaneAt(chain[0]).Id}'";
        }

        // The part of the lane that the front bumper stands on; a little further a front stands on the next road.
        int at = 0;
        while (at + 1 < parts.Count && parts[at + 1].IsFirst && parts[at].Lane.Shape.Project(new(x, y)).S > parts[at].Lane.Shape.LengthM)
        {
            at++;
        }

        var start = parts[at].Lane;
        if (start.IsInternal)
        {
            return "it starts inside a junction";
        }

        if (!start.Allows.Allows(word))
        {
            return $"SUMO's lane '{start.Id}' is not for a {word}";
        }

        var edges = new List<string>();
        foreach (var (next, _) in parts.Skip(at))
        {
            if (next.IsInternal || (edges.Count > 0 && edges[^1] == next.Edge))
            {
                continue;
            }

            if (edges.Count > 0 && !roads.Network.Leads(roads.Network.Edge(edges[^1])!, roads.Network.Edge(next.Edge)!))
            {
                break;
            }

            edges.Add(next.Edge);
        }

        double along = start.Shape.Project(new(x, y)).S;
        double shape = start.Shape.LengthM;
        if (along > shape)
        {
            if (along > shape + actor.Body.LengthM || edges.Count < 2)
            {
                return "its front stands beyond the end of its lane";
            }

            along = shape;
        }

        vehicle = new SumoVehicle(actor, sumoId, start, Math.Clamp(along / shape * start.LengthM, 0, start.LengthM), edges);
        return null;
    }

    private static List<int> Chain(RoadMapIndex index, int start, IReadOnlyList<string> route, double lengthM)
    {
        var chain = new List<int> { start };
        double length = index.LaneAt(start).Centre.LengthM;
        int at = start;
        int step = -1;
        for (int i = 0; i < route.Count; i++)
        {
            if (route[i] == index.LaneAt(start).Id)
            {
                step = i;
                break;
            }
        }

        while (length < lengthM && chain.Count < MaxLanes)
        {
            int next = step >= 0 && step + 1 < route.Count && index.TryGetIndex(route[step + 1], out int wanted) ? wanted : index.StraightestSuccessor(at);
            step = step >= 0 ? step + 1 : -1;
            if (next < 0)
            {
                break;
            }

            chain.Add(next);
            length += index.LaneAt(next).Centre.LengthM;
            at = next;
        }

        return chain;
    }
}
