using Sim.Geometry;
using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Tests;

/// <summary>A vehicle of <see cref="HighwayRoad"/>.</summary>
internal sealed class HighwayVehicle
{
    public RearAxleState State;
    public Controls Action;
    public double TargetSpeed;
    public double Timer;
    public int Lane;
    public int TargetLane;
    public double Exponent = 4.0;
    public bool Crashed;
    public Vector2d? Impact;

    public Vector2d Position => new(State.X, State.Y);

    public Vector2d Direction
    {
        get
        {
            var (sin, cos) = Pinned.SinCos(State.HeadingRad);
            return new Vector2d(cos, sin);
        }
    }

    public Vector2d Velocity => State.SpeedMps * Direction;
}

/// <summary>
/// highway-env's straight road as far as its IDM + MOBIL vehicles see it: parallel lanes along +x from x = 0, lane i centred at y = i × width, vehicles that
/// decide in list order, then move, then are tested for collisions pairwise. It exists to hold our <see cref="Idm"/>, <see cref="Mobil"/> and
/// <see cref="HighwayBicycle"/> against recordings of that simulator; the engine has a clock of its own.
/// </summary>
internal sealed class HighwayRoad(int lanes, double width, double speedLimit)
{
    public const double VehicleLength = 5.0;
    private const double VehicleWidth = 2.0;
    private const double RoadLength = 10000.0;
    private const double MaxSteer = Math.PI / 3;
    private static readonly double Diagonal = Math.Sqrt(VehicleLength * VehicleLength + VehicleWidth * VehicleWidth);

    public List<HighwayVehicle> Vehicles { get; } = [];

    public MobilParameters Mobil { get; init; } = new();

    public HighwayVehicle Add(int lane, double x, double speed, double targetSpeed, double timer)
    {
        double y = lane * width;
        var v = new HighwayVehicle
        {
            State = new RearAxleState(x, y, 0.0, speed),
            TargetSpeed = targetSpeed != 0.0 ? targetSpeed : speed,
            Timer = timer != 0.0 ? timer : FloorMod((x + y) * Math.PI, 1.0),
        };
        v.Lane = ClosestLane(v);
        v.TargetLane = v.Lane;
        Vehicles.Add(v);
        return v;
    }

    public void Step(double dt)
    {
        foreach (var v in Vehicles)
            Act(v);
        foreach (var v in Vehicles)
            Move(v, dt);
        for (int i = 0; i < Vehicles.Count; i++)
        {
            for (int j = i + 1; j < Vehicles.Count; j++)
                Collide(Vehicles[i], Vehicles[j], dt);
        }
    }

    public (HighwayVehicle? Front, HighwayVehicle? Rear) Neighbours(HighwayVehicle self, int lane)
    {
        HighwayVehicle? front = null, rear = null;
        foreach (var v in Vehicles)
        {
            double s = v.State.X;
            if (v == self || Math.Abs(v.State.Y - lane * width) > width / 2 + 1.0 || s < -VehicleLength || s >= RoadLength + VehicleLength)
                continue;
            if (self.State.X <= s && (front is null || s <= front.State.X))
                front = v;
            if (s < self.State.X && (rear is null || s > rear.State.X))
                rear = v;
        }

        return (front, rear);
    }

    public bool RecommendsLane(HighwayVehicle self, int lane)
    {
        var (newFront, newRear) = Neighbours(self, lane);
        var (oldFront, oldRear) = Neighbours(self, self.Lane);
        var accelerations = new MobilAccelerations(
            SelfBefore: Accel(self, self, oldFront),
            SelfAfter: Accel(self, self, newFront),
            NewFollowerBefore: Accel(self, newRear, newFront),
            NewFollowerAfter: Accel(self, newRear, self),
            OldFollowerBefore: Accel(self, oldRear, self),
            OldFollowerAfter: Accel(self, oldRear, oldFront));
        return Sim.Simulation.Models.Mobil.Recommends(in accelerations, Mobil);
    }

    /// <summary>The acceleration of a vehicle behind another, judged with the exponent of the one who asks.</summary>
    public double Accel(HighwayVehicle asker, HighwayVehicle? self, HighwayVehicle? front)
    {
        if (self is null)
            return 0.0;
        var idm = Idm.HighwayEnv(asker.Exponent);
        double desired = Math.Clamp(self.TargetSpeed, 0.0, speedLimit);
        return front is null
            ? idm.FreeAccel(self.State.SpeedMps, desired)
            : idm.Accel(self.State.SpeedMps, desired, front.State.X - self.State.X, Closing(self, front));
    }

    public static double Closing(HighwayVehicle self, HighwayVehicle front) => (self.Velocity - front.Velocity).Dot(self.Direction);

    private void Act(HighwayVehicle v)
    {
        if (v.Crashed)
            return;
        ChooseLane(v);
        double steer = Steer(v);
        double accel = Accel(v, v, Neighbours(v, v.Lane).Front);
        if (v.Lane != v.TargetLane)
            accel = Math.Min(accel, Accel(v, v, Neighbours(v, v.TargetLane).Front));
        v.Action = new Controls(Math.Clamp(accel, -6.0, 6.0), steer);
    }

    private void ChooseLane(HighwayVehicle v)
    {
        if (v.Lane != v.TargetLane)
        {
            var idm = Idm.HighwayEnv(v.Exponent);
            foreach (var other in Vehicles)
            {
                if (other == v || other.Lane == v.TargetLane || other.TargetLane != v.TargetLane)
                    continue;
                double d = other.State.X - v.State.X;
                if (d > 0.0 && d < idm.DesiredGap(v.State.SpeedMps, Closing(v, other)))
                {
                    v.TargetLane = v.Lane;
                    break;
                }
            }

            return;
        }

        if (v.Timer <= Mobil.PeriodS)
            return;
        v.Timer = 0.0;
        for (int lane = v.Lane - 1; lane <= v.Lane + 1; lane += 2)
        {
            bool reachable = lane >= 0 && lane < lanes
                && Math.Abs(v.State.Y - lane * width) <= 2 * width && v.State.X >= 0.0 && v.State.X < RoadLength + VehicleLength;
            if (reachable && Math.Abs(v.State.SpeedMps) >= 1.0 && RecommendsLane(v, lane))
                v.TargetLane = lane;
        }
    }

    private double Steer(HighwayVehicle v)
    {
        const double HeadingGain = 1.0 / 0.2, LateralGain = 1.0 / 0.6;
        double speed = NotZero(v.State.SpeedMps);
        double lateral = v.State.Y - v.TargetLane * width;
        double heading = Pinned.Asin(Math.Clamp(-LateralGain * lateral / speed, -1.0, 1.0));
        double wanted = Math.Clamp(heading, -Math.PI / 4, Math.PI / 4);
        double rate = HeadingGain * WrapToPi(wanted - v.State.HeadingRad);
        double slip = Pinned.Asin(Math.Clamp(VehicleLength / 2 / speed * rate, -1.0, 1.0));
        return Math.Clamp(Pinned.Atan(2.0 * Pinned.Tan(slip)), -MaxSteer, MaxSteer);
    }

    private void Move(HighwayVehicle v, double dt)
    {
        v.Timer += dt;
        if (v.Crashed)
            v.Action = new Controls(-v.State.SpeedMps, 0.0);
        v.State = HighwayBicycle.Step(in v.State, v.Action, VehicleLength, dt);
        if (v.Impact is { } impact)
        {
            v.State = v.State with { X = v.State.X + impact.X, Y = v.State.Y + impact.Y };
            v.Crashed = true;
            v.Impact = null;
        }

        v.Lane = ClosestLane(v);
    }

    private int ClosestLane(HighwayVehicle v)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int lane = 0; lane < lanes; lane++)
        {
            double distance = Math.Abs(v.State.Y - lane * width) + Math.Max(v.State.X - RoadLength, 0.0) + Math.Max(-v.State.X, 0.0)
                + Math.Abs(WrapToPi(v.State.HeadingRad));
            if (distance < least)
                (best, least) = (lane, distance);
        }

        return best;
    }

    private static void Collide(HighwayVehicle a, HighwayVehicle b, double dt)
    {
        if (b.Position.DistanceTo(a.Position) > (Diagonal + Diagonal) / 2 + a.State.SpeedMps * dt)
            return;
        Span<Vector2d> cornersA = stackalloc Vector2d[4], cornersB = stackalloc Vector2d[4];
        Corners(a, cornersA);
        Corners(b, cornersB);
        var way = dt * (a.Velocity - b.Velocity);
        bool touching = true, willTouch = true;
        double least = double.PositiveInfinity;
        var axis = Vector2d.Zero;
        for (int side = 0; side < 8; side++)
        {
            var ring = side < 4 ? cornersA : cornersB;
            var edge = ring[(side + 1) % 4] - ring[side % 4];
            var normal = (1.0 / edge.Length) * edge.Left;
            var (minA, maxA) = Project(cornersA, normal);
            var (minB, maxB) = Project(cornersB, normal);
            if (Apart(minA, maxA, minB, maxB) > 0.0)
                touching = false;
            double along = normal.Dot(way);
            if (along < 0.0)
                minA += along;
            else
                maxA += along;
            double distance = Apart(minA, maxA, minB, maxB);
            if (distance > 0.0)
                willTouch = false;
            if (!touching && !willTouch)
                return;
            if (Math.Abs(distance) < least)
            {
                least = Math.Abs(distance);
                axis = (a.Position - b.Position).Dot(normal) > 0.0 ? normal : -normal;
            }
        }

        if (willTouch)
        {
            a.Impact = 0.5 * least * axis;
            b.Impact = -0.5 * least * axis;
        }

        if (touching)
            a.Crashed = b.Crashed = true;
    }

    private static void Corners(HighwayVehicle v, Span<Vector2d> corners)
    {
        var forward = v.Direction;
        var along = VehicleLength / 2 * forward;
        var across = VehicleWidth / 2 * forward.Left;
        corners[0] = v.Position - along - across;
        corners[1] = v.Position - along + across;
        corners[2] = v.Position + along + across;
        corners[3] = v.Position + along - across;
    }

    private static (double Min, double Max) Project(ReadOnlySpan<Vector2d> corners, Vector2d axis)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (var c in corners)
        {
            double p = c.Dot(axis);
            min = Math.Min(min, p);
            max = Math.Max(max, p);
        }

        return (min, max);
    }

    private static double Apart(double minA, double maxA, double minB, double maxB) => minA < minB ? minB - maxA : minA - maxB;

    private static double NotZero(double x) => Math.Abs(x) > 1e-2 ? x : x >= 0.0 ? 1e-2 : -1e-2;

    private static double FloorMod(double x, double m) => x - m * Math.Floor(x / m);

    private static double WrapToPi(double x) => FloorMod(x + Math.PI, 2.0 * Math.PI) - Math.PI;
}
