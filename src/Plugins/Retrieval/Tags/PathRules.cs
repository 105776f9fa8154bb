using Sim.Maps;
using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Plugins.Retrieval.Tags;

/// <summary>Rules on the path of one actor: turns, U-turns, lane changes, straight. Pure, thread-safe.</summary>
internal static class PathRules
{
    /// <summary>Least change of heading of a turn, rad (45°: recordings cut turns off).</summary>
    public const double TurnRad = Math.PI / 4;

    /// <summary>Longest path of a turn, m.</summary>
    public const double TurnPathM = 50;

    /// <summary>Least change of heading of a U-turn, rad.</summary>
    public const double UTurnRad = 150 * Math.PI / 180;

    /// <summary>Longest path of a U-turn, m.</summary>
    public const double UTurnPathM = 70;

    /// <summary>Least path of an actor that goes straight, m.</summary>
    public const double StraightM = 10;

    /// <summary>Greatest change of heading of one that goes straight, rad.</summary>
    public const double StraightRad = 15 * Math.PI / 180;

    /// <summary>Radius below which a change of direction is a turn wherever it is: roads do not bend like that, slip lanes do.</summary>
    public const double SharpM = 25;

    /// <summary>Greatest bend of a road on which keeping to it is going straight, rad.</summary>
    public const double BendRad = Math.PI / 3;

    private const double JunctionWithinM = 15;
    private const double LeastPathM = 4;
    private const int TurnSteps = 300;

    /// <summary>Adds what the path shows.</summary>
    public static void Apply(TaggedActor actor, RoadMap map, List<TagSpan> spans)
    {
        var motion = actor.Motion;
        if (motion.Class is ActorClass.Pedestrian or ActorClass.Animal)
        {
            return;
        }

        int before = spans.Count;
        Turns(actor, map, spans);
        LaneRules.Apply(actor, map, spans);
        if (spans.Count == before && motion.PathM >= StraightM && Keeps(actor))
        {
            spans.Add(new TagSpan(BehaviourTag.Straight, motion.Id, motion.FirstStep, motion.EndStep - 1, BehaviourTagger.Strength(motion.PathM, StraightM)));
        }
    }

    // On a road that it keeps to, the road's own bends do not count.
    private static bool Keeps(TaggedActor actor)
    {
        var motion = actor.Motion;
        var road = actor.Road is { } r && r.OnRoad == motion.Count ? r : null;
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (int i = 0; i < motion.Count; i++)
        {
            double heading = motion.Heading[i] - (road is null ? 0 : road.Heading[i]);
            least = Math.Min(least, heading);
            most = Math.Max(most, heading);
        }

        double last = motion.Heading[^1] - (road is null ? 0 : road.Heading[^1]), first = motion.Heading[0] - (road is null ? 0 : road.Heading[0]);
        return Math.Abs(last - first) <= StraightRad && most - least <= 2 * StraightRad && Math.Abs(motion.Heading[^1] - motion.Heading[0]) <= BendRad;
    }

    private static void Turns(TaggedActor actor, RoadMap map, List<TagSpan> spans)
    {
        var motion = actor.Motion;
        int from = 0;
        while (from < motion.Count - 1)
        {
            var (first, last, turned) = Sharpest(motion, from, motion.Count, UTurnPathM);
            bool round = Math.Abs(turned) >= UTurnRad;
            if (!round)
            {
                (first, last, turned) = Sharpest(motion, from, motion.Count, TurnPathM);
            }

            if (Math.Abs(turned) < TurnRad || motion.Arc[last] - motion.Arc[first] < LeastPathM)
            {
                return;
            }

            double radius = (motion.Arc[last] - motion.Arc[first]) / Math.Abs(turned);
            (first, last) = Core(motion, first, last, turned);
            if (round || radius < SharpM || AtJunction(actor, map, first, last))
            {
                string tag = round ? BehaviourTag.UTurn : turned > 0 ? BehaviourTag.TurnLeft : BehaviourTag.TurnRight;
                spans.Add(new TagSpan(tag, motion.Id, motion.FirstStep + first, motion.FirstStep + last, BehaviourTagger.Strength(turned, round ? UTurnRad : TurnRad)));
            }

            from = last + 1;
        }
    }

    // The pair of instants with the greatest change of heading within a length of path; the first one found among equals.
    private static (int First, int Last, double Turned) Sharpest(ActorMotion motion, int from, int end, double pathM)
    {
        (int First, int Last, double Turned) best = (from, from, 0);
        for (int i = from; i < end; i++)
        {
            for (int j = i + 1; j < Math.Min(end, i + TurnSteps) && motion.Arc[j] - motion.Arc[i] <= pathM; j++)
            {
                double turned = motion.Heading[j] - motion.Heading[i];
                if (Math.Abs(turned) > Math.Abs(best.Turned) + 1e-9)
                {
                    best = (i, j, turned);
                }
            }
        }

        return best;
    }

    // The part between a tenth and nine tenths of the turn.
    private static (int First, int Last) Core(ActorMotion motion, int first, int last, double turned)
    {
        double start = motion.Heading[first];
        int from = first, to = last;
        while (from < last && Math.Abs(motion.Heading[from] - start) < 0.1 * Math.Abs(turned))
        {
            from++;
        }

        while (to > from && Math.Abs(motion.Heading[to] - start) > 0.9 * Math.Abs(turned))
        {
            to--;
        }

        return (from, to);
    }

    // A bend of the road is no turn: on a map, a turn runs through a junction, or where lanes part or join, or leaves the road.
    private static bool AtJunction(TaggedActor actor, RoadMap map, int first, int last)
    {
        if (actor.Road is not { } road)
        {
            return true;
        }

        var motion = actor.Motion;
        while (first > 0 && motion.Arc[last] - motion.Arc[first - 1] < JunctionWithinM + (motion.Arc[last] - motion.Arc[first]))
        {
            first--;
        }

        var index = map.Index();
        int before = -2;
        for (int i = first; i <= last; i++)
        {
            int lane = road.Lane[i];
            if (lane == before)
            {
                continue;
            }

            before = lane;
            if (lane < 0 || index.LaneAt(lane).JunctionId is not null || index.Successors(lane).Length > 1 || index.Predecessors(lane).Length > 1 || Parts(index, lane))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Parts(RoadMapIndex index, int lane)
    {
        foreach (int previous in index.Predecessors(lane))
        {
            if (index.Successors(previous).Length > 1)
            {
                return true;
            }
        }

        return false;
    }
}
