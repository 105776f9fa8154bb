using Sim.Geometry;
using Sim.Maps;
using Sim.Numerics;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// An entity of a storyboard at run time. Its pose is that of its reference point as OpenSCENARIO has it: the rear axle on the ground. Not
/// thread-safe.
/// </summary>
internal sealed class StoryActor
{
    /// <summary>Speeds below this are none, m/s.</summary>
    public const double NoSpeedMps = 1e-6;

    private const double StandsBelowMps = 1e-3;
    private const double FarthestM = 1e9;

    // Entities that look further aside than this from their lane walk straight on instead of along it, rad.
    private const double AsideRad = Math.PI / 4;

    private readonly RoadNet _net;
    private readonly double _axleToCentre;
    private double _oldX;
    private double _oldY;
    private double _oldHeading;
    private double _oldVx;
    private double _oldVy;
    private double _oldSpeed;

    public StoryActor(int index, Actor actor, StoryboardEntity entity, RoadNet net, bool isMoved)
    {
        _net = net;
        Index = index;
        Actor = actor;
        Entity = entity;
        _axleToCentre = actor.Body.RearAxleToCentreM;
        IsMoved = isMoved;
        MaxSpeed = entity.Performance?.MaxSpeedMps ?? double.PositiveInfinity;
        MaxAccel = entity.Performance?.MaxAccelMps2 ?? double.PositiveInfinity;
        MaxDecel = entity.Performance?.MaxDecelMps2 ?? double.PositiveInfinity;
        Room = net.Ways.Room();
        Reset();
    }

    /// <summary>Index among the scenario's actors.</summary>
    public int Index { get; }

    public Actor Actor { get; }

    public StoryboardEntity Entity { get; }

    /// <summary>False: somebody else moves it (the driver under test, a traffic model).</summary>
    public bool IsMoved { get; }

    public double MaxSpeed { get; }

    public double MaxAccel { get; }

    public double MaxDecel { get; }

    public RoadSearch Room { get; }

    public double X { get; set; }

    public double Y { get; set; }

    public double Heading { get; set; }

    /// <summary>m/s, negative when reversing.</summary>
    public double Speed { get; set; }

    /// <summary>Velocity of the reference point as it moved in the last step, m/s.</summary>
    public Vector2d Velocity { get; private set; }

    /// <summary>Change of <see cref="Velocity"/> in the last step, m/s².</summary>
    public Vector2d Acceleration { get; private set; }

    public double AccelMps2 { get; private set; }

    public double YawRate { get; private set; }

    public double Odometer { get; private set; }

    /// <summary>In the scene.</summary>
    public bool Present { get; set; }

    /// <summary>Where it is on the network.</summary>
    public NetPlace Place;

    /// <summary>The route that it has, or null.</summary>
    public StoryWay? Way { get; set; }

    /// <summary>The trajectory that it follows, or null.</summary>
    public StoryCurve? Curve { get; set; }

    /// <summary>Its place along <see cref="Curve"/>, m.</summary>
    public double CurveS { get; set; }

    /// <summary>An action has moved it along the way in this step.</summary>
    public bool MovedAlong { get; set; }

    /// <summary>An action has put it elsewhere in this step.</summary>
    public bool Teleported { get; set; }

    public bool AtEndOfRoad { get; private set; }

    /// <summary>Times since when a state holds, s; NaN while it does not.</summary>
    public double EndOfRoadSince { get; private set; }

    public double OffRoadSince { get; private set; }

    public double StandsSince { get; private set; }

    public OrientedBox Box => new(new Pose2d(X, Y, Heading).RearAxleToCentre(_axleToCentre), Actor.Body.LengthM, Actor.Body.WidthM);

    /// <summary>True: faces growing s.</summary>
    public bool FacesUp => Math.Abs(Pinned.AngleDifference(Heading, RoadNet.Heading(Place))) <= Math.PI / 2;

    public void Reset()
    {
        var pose = Actor.Initial.Pose.CentreToRearAxle(_axleToCentre);
        (X, Y, Heading, Speed) = (pose.X, pose.Y, pose.HeadingRad, IsMoved ? 0 : Actor.Initial.SpeedMps);
        (Velocity, Acceleration, AccelMps2, YawRate, Odometer) = (default, default, 0, 0, 0);
        (Way, Curve, CurveS, MovedAlong, Teleported, AtEndOfRoad) = (null, null, 0, false, false, false);
        (EndOfRoadSince, OffRoadSince, StandsSince) = (double.NaN, double.NaN, double.NaN);
        Present = Entity.PresentAtStart;
        Locate();
    }

    /// <summary>State of the box's centre; the heading continues that of <paramref name="before"/>.</summary>
    public ActorState ToState(double before)
    {
        double heading = before + Pinned.AngleDifference(Heading, before);
        var centre = new Pose2d(X, Y, heading).RearAxleToCentre(_axleToCentre);
        return new ActorState(centre.X, centre.Y, heading, Speed, 0, AccelMps2, YawRate);
    }

    /// <summary>Takes over the state of an entity that others move.</summary>
    public void Take(in ActorState state, bool present)
    {
        var pose = state.Pose.CentreToRearAxle(_axleToCentre);
        (X, Y, Heading, Speed, Present) = (pose.X, pose.Y, pose.HeadingRad, state.SpeedMps, present);
        Locate();
    }

    /// <summary>Finds the place on the network from the pose.</summary>
    public void Locate()
    {
        if (!_net.Locate(X, Y, Heading, Place.Road, out Place))
        {
            Place = default;
        }
    }

    public void MoveTo(double x, double y, double heading)
    {
        (X, Y, Heading) = (x, y, heading);
        Locate();
    }

    /// <summary>Puts it at a resolved position.</summary>
    public void PutAt(in StoryPose pose)
    {
        (X, Y, Heading) = (pose.X, pose.Y, pose.Heading);
        Place = pose.Place;
        if (!Place.IsOn)
        {
            Locate();
        }

        (AtEndOfRoad, Teleported) = (false, true);
    }

    /// <summary>A step without an action: along the lane at the present speed, or straight on off the road.</summary>
    public void Drive(double dt)
    {
        if (Math.Abs(Speed) <= NoSpeedMps)
        {
            return;
        }

        double way = Speed * dt;
        if (!Place.IsOn || IsAside())
        {
            var (sin, cos) = Pinned.SinCos(Heading);
            MoveTo(X + way * cos, Y + way * sin, Heading);
            return;
        }

        MoveAlong(way);
    }

    /// <summary>Moves along the lane by a way at the present offset, m, keeping the heading relative to the lane.</summary>
    public void MoveAlong(double way)
    {
        bool up = FacesUp;
        double relative = Pinned.AngleDifference(Heading, RoadNet.Heading(Place));
        double k = RoadNet.Curvature(Place) * RoadNet.Across(Place);
        double ds = (up ? way : -way) / Math.Max(1 - k, 0.05);
        AtEndOfRoad = !_net.Move(ref Place, ds, Way, out bool turned);
        var pose = RoadNet.Pose(Place);
        (X, Y, Heading) = (pose.X, pose.Y, pose.HeadingRad + relative + (turned ? Math.PI : 0));
    }

    /// <summary>Aligns the heading with the lane, in the direction it looks.</summary>
    public void Align()
    {
        if (Place.IsOn)
        {
            Heading = RoadNet.Heading(Place) + (FacesUp ? 0 : Math.PI);
        }
    }

    /// <summary>Sets the place's offset and the pose that follows from it; the heading stays.</summary>
    public void Shift(double offset)
    {
        Place.Offset = offset;
        var pose = RoadNet.Pose(Place);
        (X, Y) = (pose.X, pose.Y);
    }

    /// <summary>Remembers the state before a step.</summary>
    public void Remember()
    {
        (_oldX, _oldY, _oldHeading, _oldVx, _oldVy, _oldSpeed) = (X, Y, Heading, Velocity.X, Velocity.Y, Speed);
    }

    /// <summary>Velocities as they follow from the speed alone: at the start.</summary>
    /// <exception cref="InputException">It begins beyond all sense.</exception>
    public void Settle(double time)
    {
        RequireSense();
        var (sin, cos) = Pinned.SinCos(Heading);
        Velocity = new Vector2d(Speed * cos, Speed * sin);
        Watch(time);
    }

    /// <summary>What follows from the motion of a step.</summary>
    /// <exception cref="InputException">It has left the plane: the storyboard's numbers are beyond all sense.</exception>
    public void Derive(double time, double dt)
    {
        RequireSense();
        var (sin, cos) = Pinned.SinCos(Heading);
        Velocity = Teleported ? new Vector2d(Speed * cos, Speed * sin) : new Vector2d((X - _oldX) / dt, (Y - _oldY) / dt);
        Acceleration = new Vector2d((Velocity.X - _oldVx) / dt, (Velocity.Y - _oldVy) / dt);
        AccelMps2 = (Speed - _oldSpeed) / dt;
        YawRate = Teleported ? 0 : Pinned.AngleDifference(Heading, _oldHeading) / dt;
        if (!Teleported)
        {
            double dx = X - _oldX, dy = Y - _oldY;
            Odometer += Math.Sqrt(dx * dx + dy * dy);
        }

        if (AtEndOfRoad && IsMoved && Curve is null && Math.Abs(Velocity.X) < NoSpeedMps && Math.Abs(Velocity.Y) < NoSpeedMps)
        {
            Speed = 0;
        }

        Watch(time);
        (Teleported, MovedAlong) = (false, false);
    }

    private void RequireSense()
    {
        if (!(Math.Abs(X) <= FarthestM && Math.Abs(Y) <= FarthestM && Math.Abs(Heading) <= FarthestM && Math.Abs(Speed) <= FarthestM))
        {
            throw new InputException($"the storyboard moves '{Actor.Id}' more than 1e9 m away, or at more than 1e9 m/s");
        }
    }

    private void Watch(double time)
    {
        bool atEnd = AtEndOfRoad;
        EndOfRoadSince = !atEnd ? double.NaN : double.IsNaN(EndOfRoadSince) ? time : EndOfRoadSince;
        bool off = _net.Roads.Count > 0 && (!Place.IsOn || Math.Abs(Place.Offset) > RoadNet.Width(Place) / 2 + 1e-6 && RoadLineIndex.LaneNumberAt(Place.Road!, Place.S, RoadNet.Across(Place)) == 0);
        OffRoadSince = !off ? double.NaN : double.IsNaN(OffRoadSince) ? time : OffRoadSince;
        StandsSince = !(Math.Abs(Speed) < StandsBelowMps) ? double.NaN : double.IsNaN(StandsSince) ? time : StandsSince;
    }

    private bool IsAside()
    {
        double relative = Math.Abs(Pinned.AngleDifference(Heading, RoadNet.Heading(Place)));
        return Math.Min(relative, Math.PI - relative) > AsideRad;
    }
}
