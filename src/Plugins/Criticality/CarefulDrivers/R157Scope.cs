using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>
/// Whether UN R157 speaks of a situation at all, and as what: a cut-in, a decelerating lead or a cut-out on a road as its Introduction describes it
/// (pedestrians and cyclists prohibited, directions separated, nobody crosses). Lane-based. Pure and thread-safe.
/// </summary>
internal static class R157Scope
{
    /// <summary>Regulation whose clauses are named.</summary>
    public const string Regulation = "UN R157";

    private const string Road = Regulation + " Introduction and 1.1: roads without pedestrians and cyclists, with separated directions and no crossing traffic";
    private const string Disturbances = Regulation + " Appendix 3, critical traffic disturbances: cut-in, cut-out, deceleration";
    private const double MaxSpeedMps = 130 / 3.6;
    private const double MinSpeedMps = 10 / 3.6;
    private const double VulnerableM = 50;
    private const double WanderingM = 0.375;
    private static readonly double MaxHeadingRad = Math.PI / 6;

    /// <summary>What the models are asked, or null with the reason and clause why they are not.</summary>
    /// <param name="scene">What happens.</param>
    /// <param name="subject">With whom the ego has its conflict.</param>
    /// <param name="step">Step of the contact or of the worst instant.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="reason">Why it applies or does not, with the clause.</param>
    public static CarefulCase? Classify(PlayedScene scene, PlayedActor subject, int step, CarefulOptions options, out string reason)
    {
        var index = scene.Scene.Recording.Map.Index();
        if (RoadFault(scene, subject, index, step) is { } fault)
        {
            reason = $"{fault} ({Road})";
            return null;
        }

        if (!EgoKeepsLane(scene, index, step))
        {
            reason = $"the ego itself changes lanes; the disturbances come to a vehicle that keeps its lane ({Disturbances})";
            return null;
        }

        var found = Disturbance(scene, subject, step, options, out string what);
        reason = found is null ? $"{what} ({Disturbances})" : $"{what} on a motorway-like road ({Disturbances})";
        return found;
    }

    /// <summary>True for actors that drive on motorways.</summary>
    public static bool IsMotorVehicle(ActorClass actorClass) =>
        actorClass is ActorClass.Car or ActorClass.Van or ActorClass.Truck or ActorClass.Trailer or ActorClass.Bus or ActorClass.Emergency or ActorClass.Motorcycle;

    private static string? RoadFault(PlayedScene scene, PlayedActor subject, RoadMapIndex index, int step)
    {
        if (index.LaneCount == 0)
        {
            return "the recording has no lanes, so nothing says that the road is a motorway";
        }

        if (!IsMotorVehicle(subject.Track.Class))
        {
            return $"'{subject.Track.Id}' is no motor vehicle";
        }

        if (Vulnerable(scene, step) is { } vulnerable)
        {
            return $"'{vulnerable}' is on foot or a cycle within {VulnerableM:0} m of the ego";
        }

        double speed = scene.PlannedMps(scene.FromStep);
        if (speed > MaxSpeedMps || speed < MinSpeedMps)
        {
            return FormattableString.Invariant($"the ego drives {speed * 3.6:0} km/h, outside 10 to 130 km/h");
        }

        bool parallel = false;
        var lanes = new Dictionary<int, string?>();
        for (int at = scene.FromStep; at <= step; at++)
        {
            if (LaneFault(scene, subject, index, at, lanes, ref parallel) is { } fault)
            {
                return fault;
            }
        }

        return parallel ? null : "the road has a single lane in the ego's direction";
    }

    private static string? LaneFault(PlayedScene scene, PlayedActor subject, RoadMapIndex index, int step, Dictionary<int, string?> lanes, ref bool parallel)
    {
        if (EgoBox(scene, step) is not { } box)
        {
            return null;
        }

        if (!index.TryNearestLane(Pose(box), out var lane, maxDistanceM: 0.5))
        {
            return "the ego is beside every lane";
        }

        if (Math.Abs(lane.HeadingErrorRad) > MaxHeadingRad)
        {
            return "the ego does not drive along its lane";
        }

        if (UnfitLane(index, lane.LaneIndex, lanes) is { } fault)
        {
            return fault;
        }

        Span<int> crosswalks = stackalloc int[1];
        if (index.CrosswalksUnder(box, crosswalks) > 0)
        {
            return "the ego drives over a crossing for pedestrians or cyclists";
        }

        parallel |= index.LeftLane(lane.LaneIndex) >= 0 || index.RightLane(lane.LaneIndex) >= 0;
        ref readonly var there = ref subject.At(step);
        if (!there.Present || there.Velocity.Length < 0.5)
        {
            return null;
        }

        if (Math.Abs(there.AcrossMps) > Math.Abs(there.AlongMps) * Math.Sin(MaxHeadingRad) / Math.Cos(MaxHeadingRad) || there.AlongMps < 0)
        {
            return $"'{subject.Track.Id}' crosses or comes towards the ego";
        }

        return index.TryNearestLane(Pose(there.Box), out var theirs, maxDistanceM: 1) ? UnfitLane(index, theirs.LaneIndex, lanes) : null;
    }

    // The same few lanes are asked about at every step.
    private static string? UnfitLane(RoadMapIndex index, int laneIndex, Dictionary<int, string?> known)
    {
        if (!known.TryGetValue(laneIndex, out string? fault))
        {
            fault = UnfitLane(index, laneIndex);
            known.Add(laneIndex, fault);
        }

        return fault;
    }

    private static string? UnfitLane(RoadMapIndex index, int laneIndex)
    {
        var lane = index.LaneAt(laneIndex);
        if (lane.JunctionId is { } junction || index.Map.Junctions.Any(j => j.LaneIds.Contains(lane.Id) || j.IncomingLaneIds.Contains(lane.Id)))
        {
            return $"lane '{lane.Id}' is part of a junction or leads into one";
        }

        if (lane.StopLineId is not null || lane.SignalIds.Any(id => index.Map.Signals.Any(s => s.Id == id && s.Kind == MapSignalKind.Light)))
        {
            return $"lane '{lane.Id}' has a stop line or a traffic light";
        }

        if (lane.Bidirectional || Opposite(index, lane.LeftNeighbour) || Opposite(index, lane.RightNeighbour))
        {
            return $"beside lane '{lane.Id}' traffic comes the other way without separation";
        }

        return lane.Type is LaneType.Driveway or LaneType.BidirectionalDriving ? $"lane '{lane.Id}' is no motorway lane" : null;
    }

    private static bool Opposite(RoadMapIndex index, LaneNeighbour? neighbour) =>
        neighbour is { SameDirection: false } && index.TryGetIndex(neighbour.LaneId, out int lane) && index.CarriesTraffic(lane);

    private static string? Vulnerable(PlayedScene scene, int step)
    {
        foreach (var other in scene.Others)
        {
            if (other.Track.Class is not (ActorClass.Pedestrian or ActorClass.Bicycle or ActorClass.Animal))
            {
                continue;
            }

            for (int at = scene.FromStep; at <= step; at++)
            {
                ref readonly var there = ref other.At(at);
                if (there.Present && EgoBox(scene, at) is { } box && there.Box.Centre.DistanceSquaredTo(box.Centre) <= VulnerableM * VulnerableM)
                {
                    return other.Track.Id;
                }
            }
        }

        return null;
    }

    private static bool EgoKeepsLane(PlayedScene scene, RoadMapIndex index, int step)
    {
        int last = -1;
        for (int at = scene.FromStep; at <= step; at++)
        {
            if (EgoBox(scene, at) is not { } box || !index.TryNearestLane(Pose(box), out var lane, maxDistanceM: 0.5))
            {
                continue;
            }

            if (last >= 0 && lane.LaneIndex != last && (lane.LaneIndex == index.LeftLane(last) || lane.LaneIndex == index.RightLane(last)))
            {
                return false;
            }

            last = lane.LaneIndex;
        }

        return true;
    }

    private static CarefulCase? Disturbance(PlayedScene scene, PlayedActor subject, int step, CarefulOptions options, out string what)
    {
        ref readonly var end = ref subject.At(step);
        string id = subject.Track.Id;
        if (!end.Present || EgoBox(scene, step) is not { } ego || end.S <= scene.Scene.At(step).S)
        {
            what = $"'{id}' is not ahead of the ego";
            return null;
        }

        int first = FirstPresent(subject, step);
        ref readonly var begin = ref subject.At(first);
        double side = begin.D >= 0 ? 1 : -1;
        if (Aside(begin, ego.HalfWidthM) > 0)
        {
            if (Aside(end, ego.HalfWidthM) > 0)
            {
                what = $"'{id}' never enters the ego's way";
                return null;
            }

            what = $"'{id}' cuts in";
            return new CarefulCase(CarefulSituation.CutIn, id, side, first);
        }

        if (Revealed(scene, subject, first, step) is { } revealed)
        {
            what = $"a vehicle ahead cuts out and reveals '{id}'";
            return new CarefulCase(CarefulSituation.CutOut, id, side, revealed);
        }

        for (int at = first + 1; at <= step; at++)
        {
            ref readonly var before = ref subject.At(at - 1);
            ref readonly var now = ref subject.At(at);
            if (before.Present && now.Present && (before.AlongMps - now.AlongMps) * scene.FrequencyHz >= options.LeadBrakeMps2)
            {
                what = $"'{id}' ahead decelerates";
                return new CarefulCase(CarefulSituation.Deceleration, id, side, at);
            }
        }

        what = $"'{id}' drives or stands ahead in the ego's way all the time and does not decelerate";
        return null;
    }

    // Somebody was between the ego and the subject and leaves the ego's way: the first step at which it has left the wandering zone.
    private static int? Revealed(PlayedScene scene, PlayedActor subject, int first, int step)
    {
        double width = scene.Scene.Ego.Body.WidthM / 2;
        foreach (var leaving in scene.Others)
        {
            if (leaving == subject || !IsMotorVehicle(leaving.Track.Class) || !leaving.At(first).Present || !leaving.At(step).Present)
            {
                continue;
            }

            ref readonly var begin = ref leaving.At(first);
            bool between = Aside(begin, width) <= 0 && begin.S < subject.At(first).S && begin.S > scene.Scene.At(first).S;
            if (!between || Aside(leaving.At(step), width) <= 0)
            {
                continue;
            }

            for (int at = first; at <= step; at++)
            {
                ref readonly var now = ref leaving.At(at);
                if (now.Present && Math.Abs(now.D - begin.D) > WanderingM)
                {
                    return at;
                }
            }
        }

        return null;
    }

    private static double Aside(in PlayedState there, double halfWidthM) => Math.Abs(there.D) - there.AcrossReachM - halfWidthM;

    private static int FirstPresent(PlayedActor actor, int step)
    {
        for (int at = actor.FromStep; at < step; at++)
        {
            if (actor.At(at).Present)
            {
                return at;
            }
        }

        return step;
    }

    private static OrientedBox? EgoBox(PlayedScene scene, int step) =>
        step < scene.Scene.EndStep && scene.Scene.At(step).Present ? scene.Scene.At(step).Box : null;

    private static Pose2d Pose(in OrientedBox box) => new(box.Centre.X, box.Centre.Y, box.Axis.ToHeading());
}
