using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;

namespace Sim.Reports.Failures;

/// <summary>
/// What one actor did over the last seconds before an instant, at 10 Hz: how far it turned and moved sideways against the road it is on. Immutable.
/// </summary>
internal sealed class Motion
{
    /// <summary>Time between two samples, µs.</summary>
    public const long SampleUs = 100_000;

    /// <summary>Most samples: 3 s at 10 Hz and the instant itself.</summary>
    public const int MaxSamples = 31;

    // A lane is the one driven on when the actor's centre is at most this far from its area and its heading at most this far from its direction.
    private const double OnLaneM = 0.5;
    private const double AlongLaneRad = Math.PI / 4;

    private readonly List<ActorState> _states = [];

    private Motion(BodyBox body, ActorClass actorClass)
    {
        Body = body;
        Class = actorClass;
    }

    /// <summary>The actor's box.</summary>
    public BodyBox Body { get; }

    /// <summary>The actor's class.</summary>
    public ActorClass Class { get; }

    /// <summary>States, oldest first, <see cref="SampleUs"/> apart; the last is at the instant itself. Never empty.</summary>
    public IReadOnlyList<ActorState> States => _states;

    /// <summary>State at the instant.</summary>
    public ActorState Last => _states[^1];

    /// <summary>State at the first sample.</summary>
    public ActorState First => _states[0];

    /// <summary>Heading change over the samples, rad, positive to the left; 0 where the actor only follows a bend of the road.</summary>
    public double TurnRad { get; private set; }

    /// <summary>Way across the road's direction over the samples, m, positive to the actor's left at the first sample.</summary>
    public double SidewaysM { get; private set; }

    /// <summary>Distance between the first and the last position, m.</summary>
    public double WayM => Last.Pose.Position.DistanceTo(First.Pose.Position);

    /// <summary>Greatest speed over the ground, m/s.</summary>
    public double MaxSpeedMps => _states.Max(s => Math.Sqrt(s.SpeedMps * s.SpeedMps + s.LateralMps * s.LateralMps));

    /// <summary>The motion that ends at an instant; null when the actor is absent then.</summary>
    public static Motion? Before(Track track, long timeUs, long stepUs, RoadMapIndex? roads)
    {
        var path = new ActorPath(track, stepUs);
        var motion = new Motion(track.Body, track.Class);
        for (int i = 0; i < MaxSamples && path.TryAt(timeUs - i * SampleUs, out var state); i++)
        {
            motion._states.Add(state);
        }

        if (motion._states.Count == 0)
        {
            return null;
        }

        motion._states.Reverse();
        motion.Measure(roads);
        return motion;
    }

    /// <summary>Samples of the last part of the motion.</summary>
    /// <param name="seconds">Its length, s.</param>
    public IEnumerable<ActorState> Latest(double seconds) => _states.Skip(Math.Max(0, _states.Count - 1 - (int)(seconds * 1e6 / SampleUs)));

    /// <summary>Strongest deceleration as the loss of speed over half a second, m/s², at least 0.</summary>
    public double BrakesMps2()
    {
        const int Half = 5;
        double most = 0;
        for (int i = Half; i < _states.Count; i++)
        {
            most = Math.Max(most, (Math.Abs(_states[i - Half].SpeedMps) - Math.Abs(_states[i].SpeedMps)) / (Half * SampleUs / 1e6));
        }

        return most;
    }

    private void Measure(RoadMapIndex? roads)
    {
        double turn = 0, sideways = 0;
        bool bendOnly = roads is not null;
        var along = First.Pose.ToDirection();
        for (int i = 0; i < _states.Count; i++)
        {
            var pose = _states[i].Pose;
            if (i > 0)
            {
                turn += Pinned.AngleDifference(pose.HeadingRad, _states[i - 1].HeadingRad);
                sideways += along.Cross(pose.Position - _states[i - 1].Pose.Position);
            }

            if (roads is not null && roads.TryNearestLane(pose, out var match, maxDistanceM: OnLaneM) && Math.Abs(match.HeadingErrorRad) <= AlongLaneRad)
            {
                // A lane driven both ways may point against the actor.
                along = match.Frenet.Tangent.Dot(pose.ToDirection()) >= 0 ? match.Frenet.Tangent : -match.Frenet.Tangent;
                bendOnly &= !IsChoice(roads, match.LaneIndex);
            }
            else
            {
                bendOnly = false;
            }
        }

        TurnRad = bendOnly ? 0 : turn;
        SidewaysM = sideways;
    }

    // Where a road forks or crosses another, following a lane is a decision to turn.
    private static bool IsChoice(RoadMapIndex roads, int lane)
    {
        if (roads.LaneAt(lane).JunctionId is not null)
        {
            return true;
        }

        foreach (int before in roads.Predecessors(lane))
        {
            if (roads.Successors(before).Length > 1)
            {
                return true;
            }
        }

        return false;
    }
}
