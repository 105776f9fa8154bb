using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Rss;

/// <summary>
/// The scene along lanes: at each step the frame is the lane that the ego is on with its straightest continuation, and without lanes the ego's own
/// path. Not thread-safe; one per measurement.
/// </summary>
internal sealed class RssScene
{
    private const double AheadM = 300;
    private const double StandsMps = 0.3;
    private readonly EgoScene _scene;
    private readonly RssOptions _options;
    private readonly Place[] _ego;

    public RssScene(EgoScene scene, RssOptions options)
    {
        _scene = scene;
        _options = options;
        _ego = new Place[scene.EndStep - scene.FromStep];
        var index = scene.Recording.Map.Index();
        var lines = new Dictionary<int, Polyline>();
        for (int step = scene.FromStep; step < scene.EndStep; step++)
        {
            ref readonly var ego = ref scene.At(step);
            if (!ego.Present)
            {
                continue;
            }

            var line = scene.Path;
            bool correct = true;
            if (index.TryNearestLane(new Pose2d(ego.Box.Centre.X, ego.Box.Centre.Y, ego.Box.Axis.ToHeading()), out var lane, maxDistanceM: 0.5))
            {
                correct = Math.Abs(lane.HeadingErrorRad) < Math.PI / 2;
                if (!lines.TryGetValue(lane.LaneIndex, out line!))
                {
                    line = index.ToRoute(index.FollowStraightest(lane.LaneIndex, AheadM)).Centre;
                    lines.Add(lane.LaneIndex, line);
                }

                HasLanes = true;
            }

            _ego[step - scene.FromStep] = Locate(line, ego.Box, ego.Velocity, -1) with { Correct = correct };
        }
    }

    /// <summary>True when some step lies on a lane.</summary>
    public bool HasLanes { get; }

    /// <summary>Speed of the ego to the left across the lane, m/s; 0 when it is not there.</summary>
    public double EgoLeftMps(int step) => step < _scene.FromStep || step >= _scene.EndStep ? 0 : _ego[step - _scene.FromStep].LeftMps;

    /// <summary>Margins between the ego and an actor.</summary>
    /// <returns>False when the ego reverses or the actor crosses: then no rule of following, meeting or driving beside each other applies.</returns>
    public bool TryMeasure(ActorView other, int step, ref int hint, out RssMargins margins)
    {
        ref readonly var there = ref other.At(step);
        ref readonly var ego = ref _ego[step - _scene.FromStep];
        margins = default;
        var place = Locate(ego.Line!, there.Box, there.Velocity, hint);
        hint = place.Segment;
        bool stands = Math.Abs(place.AlongMps) + Math.Abs(place.LeftMps) < StandsMps;
        // In the direction in which the ego drives: who drives against its lane has the frame turned round.
        double sense = ego.Correct ? 1 : -1;
        double egoSpeed = sense * ego.AlongMps;
        if (egoSpeed < -StandsMps || (!stands && Math.Abs(place.LeftMps) > Math.Abs(place.AlongMps)))
        {
            return false;
        }

        egoSpeed = Math.Clamp(egoSpeed, 0, 100);
        double otherSpeed = stands ? 0 : Math.Clamp(sense * place.AlongMps, -100, 100);
        bool opposite = otherSpeed < 0;
        bool behind = sense * (place.S - ego.S) > 0;
        if (opposite && !behind)
        {
            // It has already passed.
            return false;
        }

        var (mine, theirs, like) = (_options.Ego, _options.Other, RssTolerance.Exact);
        double safe = opposite
            ? ego.Correct
                ? RssFormulas.SafeOppositeDirectionM(egoSpeed, mine, -otherSpeed, theirs, like)
                : RssFormulas.SafeOppositeDirectionM(-otherSpeed, theirs, egoSpeed, mine, like)
            : behind
                ? RssFormulas.SafeSameDirectionM(otherSpeed, theirs, egoSpeed, mine, like)
                : RssFormulas.SafeSameDirectionM(egoSpeed, mine, otherSpeed, theirs, like);
        bool otherIsLeft = place.D > ego.D;
        double safeLateral = otherIsLeft
            ? RssFormulas.SafeLateralM(-place.LeftMps, theirs, -ego.LeftMps, mine)
            : RssFormulas.SafeLateralM(-ego.LeftMps, mine, -place.LeftMps, theirs);
        margins = new RssMargins
        {
            GapM = Math.Max(Math.Abs(place.S - ego.S) - place.AlongReachM - ego.AlongReachM, 0),
            SafeM = safe,
            LateralGapM = Math.Max(Math.Abs(place.D - ego.D) - place.AcrossReachM - ego.AcrossReachM, 0),
            SafeLateralM = safeLateral,
            EgoMps = egoSpeed,
            OtherMps = otherSpeed,
            EgoTowardsMps = otherIsLeft ? ego.LeftMps : -ego.LeftMps,
            EgoBehind = behind,
            Opposite = opposite,
            EgoCorrect = ego.Correct,
        };
        return true;
    }

    private static Place Locate(Polyline line, in OrientedBox box, Vector2d velocity, int hint)
    {
        var at = line.Project(box.Centre, PolylineEnds.Extend, hint);
        double cos = Math.Abs(box.Axis.Dot(at.Tangent));
        double sin = Math.Abs(box.Axis.Cross(at.Tangent));
        return new Place
        {
            Line = line,
            S = at.S,
            D = at.D,
            Segment = at.SegmentIndex,
            AlongReachM = box.HalfLengthM * cos + box.HalfWidthM * sin,
            AcrossReachM = box.HalfLengthM * sin + box.HalfWidthM * cos,
            AlongMps = velocity.Dot(at.Tangent),
            LeftMps = at.Tangent.Cross(velocity),
        };
    }

    private readonly record struct Place
    {
        public Polyline? Line { get; init; }

        public double S { get; init; }

        public double D { get; init; }

        public int Segment { get; init; }

        public double AlongReachM { get; init; }

        public double AcrossReachM { get; init; }

        public double AlongMps { get; init; }

        public double LeftMps { get; init; }

        public bool Correct { get; init; }
    }
}
