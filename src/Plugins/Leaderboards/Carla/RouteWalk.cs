using Sim.Geometry;
using Sim.Maps;

namespace Sim.Plugins.Leaderboards;

/// <summary>
/// The ego along its route, after scenario_runner's criteria: how far it came, where it left the lanes, how fast it was against the traffic, and where
/// the run would have ended (too far from the route, blocked).
/// </summary>
internal sealed class RouteWalk
{
    private const double DoneShare = 0.99;
    private const double DoneM = 10;

    private readonly EgoSamples _ego;
    private readonly RouteLine _route;
    private readonly RoadMapIndex _index;
    private readonly CarlaOptions _options;
    private readonly List<(int Sample, double Missing)> _slow = [];
    private double _sinceM;
    private double _egoSpeeds;
    private double _trafficSpeeds;
    private int _compared;

    public RouteWalk(EgoSamples ego, RouteLine route, RoadMapIndex index, CarlaOptions options)
    {
        _ego = ego;
        _route = route;
        _index = index;
        _options = options;
        Walk();
    }

    /// <summary>Share of the route that was driven, 0 to 1.</summary>
    public double Completion { get; private set; }

    /// <summary>Route passed while outside its lanes, m.</summary>
    public double OutsideM { get; private set; }

    /// <summary>Route passed, m.</summary>
    public double PassedM { get; private set; }

    /// <summary>First sample outside the lanes, or -1.</summary>
    public int OutsideAt { get; private set; } = -1;

    /// <summary>Checkpoints that were reached too slowly, with the share of the traffic's speed that was missing.</summary>
    public IReadOnlyList<(int Sample, double Missing)> Slow => _slow;

    /// <summary>True when there was traffic to compare the speed with.</summary>
    public bool HasTraffic { get; private set; }

    /// <summary>One past the last sample of the run.</summary>
    public int End { get; private set; }

    /// <summary>Sample at which the ego was too far from the route, or -1.</summary>
    public int DeviatedAt { get; private set; } = -1;

    /// <summary>Sample at which it had stood for too long, or -1.</summary>
    public int BlockedAt { get; private set; } = -1;

    private void Walk()
    {
        int at = 0;
        double far = 0;
        int standingSince = 0;
        bool done = false;
        for (int i = 0; i < _ego.Count; i++)
        {
            End = i + 1;
            var here = _ego.Position(i);
            bool outside = IsOutside(here, _ego.States[i].HeadingRad);
            int before = at;
            // As many points as the ego could have passed since the last sample, and the two more that the original allows.
            int reach = 2 + (i == 0 ? 0 : (int)Math.Ceiling(here.DistanceTo(_ego.Position(i - 1))));
            for (int next = at; next <= Math.Min(before + reach, _route.Points.Count - 1); next++)
            {
                if ((here - _route.Points[next]).Dot(_route.Forward(next)) > 0)
                {
                    at = next;
                }
            }

            double passed = _route.Along[at] - _route.Along[before];
            PassedM += passed;
            if (outside)
            {
                OutsideM += passed;
                OutsideAt = OutsideAt < 0 && passed > 0 ? i : OutsideAt;
            }

            Completion = Math.Max(Completion, _route.Along[at] / _route.LengthM);
            Compare(i, at);
            double apart = _route.Line.DistanceTo(here);
            far += apart >= _options.DeviationM / 2 ? passed : 0;
            if (apart >= _options.DeviationM || far > _options.DeviationShare * _route.LengthM)
            {
                DeviatedAt = i;
                break;
            }

            if (RearAxle.Speed(_ego, i) >= _options.StandingMps)
            {
                standingSince = i + 1;
            }
            else if ((i - standingSince) * _ego.SampleS > _options.BlockedS)
            {
                BlockedAt = i;
                break;
            }

            // On routes below 100 m the last metre would be more than the share.
            if ((Completion > DoneShare || at >= _route.Points.Count - 2) && here.DistanceTo(_route.Points[^1]) < DoneM)
            {
                Completion = 1;
                done = true;
                break;
            }
        }

        // Routes end a little early; the last stretch counts all the same.
        if (done || Completion > 0.95)
        {
            Checkpoint(End - 1);
        }
    }

    private bool IsOutside(Vector2d here, double headingRad)
    {
        if (!_index.TryNearestLane(new Pose2d(here, headingRad), out var match, headingWeightM: 0))
        {
            return true;
        }

        var lane = _index.LaneAt(match.LaneIndex);
        double width = lane.WidthAt(Math.Clamp(match.Frenet.S, 0, lane.Centre.LengthM));
        double beside = match.DistanceM > 0 ? (width / 2) + match.DistanceM : Math.Abs(match.Frenet.D);
        return beside > (width / 2) + _options.OutsideM || (!LaneTrace.IsConnector(_index, match.LaneIndex) && Math.Abs(match.HeadingErrorRad) > _options.WrongLaneRad && !OwnWayHere(here, headingRad));
    }

    // Where lanes overlap, one of them may lead the ego's way.
    private bool OwnWayHere(Vector2d here, double headingRad) =>
        _index.TryNearestLane(new Pose2d(here, headingRad), out var best, headingWeightM: 100, maxDistanceM: 0) && Math.Abs(best.HeadingErrorRad) <= _options.WrongLaneRad;

    private void Compare(int sample, int at)
    {
        if (_route.Along[at] - _sinceM > _route.LengthM / _options.Checkpoints)
        {
            Checkpoint(sample);
            _sinceM = _route.Along[at];
        }

        double sum = 0;
        int vehicles = 0;
        foreach (var other in _ego.Recording.Tracks)
        {
            if (!ReferenceEquals(other, _ego.Ego) && IsTraffic(other.Class) && TrackSampling.TryAt(other, _ego.Recording.StepUs, _ego.TimeUs(sample), out var state))
            {
                sum += Math.Abs(TrackSampling.SignedSpeed(in state));
                vehicles++;
            }
        }

        if (vehicles > 0)
        {
            HasTraffic = true;
            _trafficSpeeds += sum / vehicles;
            _egoSpeeds += RearAxle.Speed(_ego, sample);
            _compared++;
        }
    }

    private void Checkpoint(int sample)
    {
        double missing = _compared > 0 && _trafficSpeeds > 0 ? Math.Max(0, 1 - (_egoSpeeds / _trafficSpeeds)) : 0;
        if (missing > 0)
        {
            _slow.Add((sample, missing));
        }

        (_egoSpeeds, _trafficSpeeds, _compared) = (0, 0, 0);
    }

    private static bool IsTraffic(ActorClass actorClass) => actorClass is ActorClass.Car or ActorClass.Van or ActorClass.Truck or ActorClass.Bus
        or ActorClass.Motorcycle or ActorClass.Bicycle or ActorClass.Emergency or ActorClass.Unknown;
}
