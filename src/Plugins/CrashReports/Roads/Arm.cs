using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>
/// One leg as a shape. Its frame has x along incoming traffic at the place and y to the left; incoming lanes lie right of the separation, outgoing ones left
/// of it, and the whole cross-section is centred. Immutable.
/// </summary>
internal sealed class Arm
{
    private const double StraightM = 25;
    private const double StepM = 2;
    private readonly double _curvature;
    private readonly double _bendM;

    /// <summary>Shapes a leg.</summary>
    /// <param name="leg">The completed leg.</param>
    /// <param name="roomRad">How far its course may turn at most, rad.</param>
    public Arm(LegRecord leg, double roomRad = Math.PI / 4)
    {
        Leg = leg;
        IsDriveway = leg.Driveway.Value == true;
        In = Math.Clamp(leg.LanesIn.Value ?? 1, 0, 12);
        Out = Math.Clamp(leg.LanesOut.Value ?? 1, 0, 12);
        WidthM = IsDriveway ? RoadDraft.DrivewayWidthM : RoadDraft.LaneWidthM;
        MedianM = leg.Divided.Value == true && In > 0 && Out > 0 ? RoadDraft.MedianM : 0;
        LimitMps = (leg.SpeedLimitKmh.Value ?? 48) / 3.6;
        HeadingRad = Compass.ToHeadingRad(leg.HeadingDeg.Value ?? 0);
        LengthM = IsDriveway ? 100 : ReachM(LimitMps);
        double side = leg.Alignment.Value switch { Alignment.CurveLeft or Alignment.Curve => 1, Alignment.CurveRight => -1, _ => 0 };
        double radius = Math.Max(leg.RadiusM.Value ?? 200, 40);
        _curvature = IsDriveway ? 0 : side / radius;
        _bendM = _curvature == 0 ? 0 : Math.Min(LengthM - StraightM, roomRad * radius);
    }

    /// <summary>The leg.</summary>
    public LegRecord Leg { get; }

    /// <summary>True for driveways.</summary>
    public bool IsDriveway { get; }

    /// <summary>Lanes towards the place.</summary>
    public int In { get; }

    /// <summary>Lanes away from it.</summary>
    public int Out { get; }

    /// <summary>Width of its lanes, m.</summary>
    public double WidthM { get; }

    /// <summary>Width between the directions, m.</summary>
    public double MedianM { get; }

    /// <summary>Speed limit, m/s.</summary>
    public double LimitMps { get; }

    /// <summary>Heading of incoming traffic at the place, local frame, rad.</summary>
    public double HeadingRad { get; }

    /// <summary>Length from the centre of the place, m.</summary>
    public double LengthM { get; }

    /// <summary>Half the width of all lanes, m.</summary>
    public double HalfM => ((In + Out) * WidthM + MedianM) / 2;

    /// <summary>Length that a leg needs for eight seconds at 1.4 times its limit, at least 150 m.</summary>
    public static double ReachM(double limitMps) => Math.Max(150, Math.Ceiling(limitMps * 1.4 * 8) + 30);

    /// <summary>y of the middle of an incoming lane, m.</summary>
    /// <param name="lane">1 = rightmost.</param>
    public double InY(int lane) => -HalfM + (lane - 0.5) * WidthM;

    /// <summary>y of the middle of an outgoing lane, m.</summary>
    /// <param name="lane">1 = rightmost in its own direction.</param>
    public double OutY(int lane) => HalfM - (lane - 0.5) * WidthM;

    /// <summary>The frame at a distance from the place, against the incoming traffic.</summary>
    public Pose2d At(double distanceM)
    {
        var start = new Pose2d(0, 0, HeadingRad);
        if (distanceM <= StraightM || _curvature == 0)
        {
            return start.Moved(-distanceM);
        }

        double along = Math.Min(distanceM - StraightM, _bendM);
        var bend = start.Moved(-StraightM);
        double turn = _curvature * along;
        var centre = bend.PointToWorld(new(0, 1 / _curvature));
        double heading = HeadingRad - turn;
        var end = new Pose2d(centre - Vector2d.FromHeading(heading).Left * (1 / _curvature), heading);
        return end.Moved(-(distanceM - StraightM - along));
    }

    /// <summary>Distances at which it is drawn, from afar to the mouth.</summary>
    public List<double> Distances(double mouthM)
    {
        var found = new List<double> { mouthM };
        if (_curvature != 0)
        {
            int pieces = Math.Max(1, (int)Math.Ceiling(_bendM / StepM));
            for (int i = 0; i <= pieces; i++)
            {
                double distance = StraightM + _bendM * i / pieces;
                if (distance > mouthM + 0.1)
                {
                    found.Add(distance);
                }
            }
        }

        if (found[^1] < LengthM - 0.01)
        {
            found.Add(LengthM);
        }

        found.Reverse();
        return found;
    }

    /// <summary>The cross-section from right to left.</summary>
    /// <param name="verge">What lies beside the lanes, outwards.</param>
    public List<Strip> Strips(IReadOnlyList<(LaneType Type, double WidthM)> verge)
    {
        var strips = new List<Strip>();
        double at = -HalfM;
        if (!IsDriveway)
        {
            for (int i = 0; i < verge.Count; i++)
            {
                strips.Insert(0, new Strip(Strip.Name(Leg.Id, "in:" + Word(verge[i].Type), i + 1), verge[i].Type, at - verge[i].WidthM, at, true));
                at -= verge[i].WidthM;
            }
        }

        var type = IsDriveway ? LaneType.Driveway : LaneType.Driving;
        at = -HalfM;
        for (int lane = 1; lane <= In; lane++, at += WidthM)
        {
            strips.Add(new Strip(Strip.Name(Leg.Id, "in", lane), type, at, at + WidthM, true));
        }

        if (MedianM > 0)
        {
            strips.Add(new Strip(Strip.Name(Leg.Id, "median", 1), LaneType.Median, at, at + MedianM, true));
            at += MedianM;
        }

        for (int lane = Out; lane >= 1; lane--, at += WidthM)
        {
            strips.Add(new Strip(Strip.Name(Leg.Id, "out", lane), type, at, at + WidthM, false));
        }

        if (!IsDriveway)
        {
            for (int i = 0; i < verge.Count; i++)
            {
                strips.Add(new Strip(Strip.Name(Leg.Id, "out:" + Word(verge[i].Type), i + 1), verge[i].Type, at, at + verge[i].WidthM, false));
                at += verge[i].WidthM;
            }
        }

        return strips;
    }

    private static string Word(LaneType type) => type.ToString().ToLowerInvariant();
}
