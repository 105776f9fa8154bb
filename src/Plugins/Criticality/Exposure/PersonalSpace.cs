using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.Exposure;

/// <summary>
/// The space around the ego that others should keep out of (SOI): its box with 2 m in front and 0.5 m at the other sides, and in the lanes that this
/// box touches the braking distance on top. It follows the ego's path. Plain value.
/// </summary>
internal readonly struct PersonalSpace
{
    private const double FrontM = 2;
    private const double OtherM = 0.5;
    private const double WidestM = 5;

    private readonly double _rear;
    private readonly double _front;
    private readonly double _reach;
    private readonly double _half;
    private readonly double _left;
    private readonly double _right;

    private PersonalSpace(double rear, double front, double reach, double half, double left, double right) =>
        (_rear, _front, _reach, _half, _left, _right) = (rear, front, reach, half, left, right);

    /// <summary>The space of the ego at a step.</summary>
    /// <param name="ego">The ego.</param>
    /// <param name="lanes">The map's index, or null without lanes.</param>
    /// <param name="found">Room for lane indices.</param>
    public static PersonalSpace Of(in EgoInstant ego, RoadMapIndex? lanes, Span<int> found)
    {
        double half = ego.Box.HalfWidthM + OtherM;
        double kmh = ego.SpeedMps * 3.6;
        double front = ego.Box.HalfLengthM + FrontM;
        double rear = ego.Box.HalfLengthM + OtherM;
        double left = half;
        double right = half;
        if (lanes is not null)
        {
            bool any = false;
            for (int corner = 0; corner < 5; corner++)
            {
                var body = corner switch
                {
                    0 => new Vector2d(front, half),
                    1 => new Vector2d(front, -half),
                    2 => new Vector2d(-rear, half),
                    3 => new Vector2d(-rear, -half),
                    _ => new Vector2d((front - rear) / 2, 0),
                };
                var point = ego.Box.ToWorld(body);
                int count = lanes.LanesAt(point, found);
                for (int i = 0; i < count; i++)
                {
                    var lane = lanes.LaneAt(found[i]);
                    double a = Offset(lane.Left, ego.Box);
                    double b = Offset(lane.Right, ego.Box);
                    (left, right) = any ? (Math.Max(left, Math.Max(a, b)), Math.Max(right, -Math.Min(a, b))) : (Math.Max(a, b), -Math.Min(a, b));
                    any = true;
                }
            }

            double widest = half + WidestM;
            left = Math.Min(left, widest);
            right = Math.Min(right, widest);
        }

        return new PersonalSpace(rear, front, front + kmh * kmh / (254 * 0.7), half, left, right);
    }

    /// <summary>True when another actor's box reaches into it; touching counts.</summary>
    public bool Holds(in Relation there)
    {
        var box = new OrientedBox(new Vector2d(there.AlongM, there.LateralM), there.Box.Axis.ToAxis(there.Tangent), there.Box.LengthM, there.Box.WidthM);
        return box.Overlaps(Rectangle(-_rear, _front, -_half, _half)) || box.Overlaps(Rectangle(-_rear, _reach, -_right, _left));
    }

    // Both in the frame of the path, the ego at the origin.
    private static OrientedBox Rectangle(double rear, double front, double right, double left) =>
        new(new Vector2d((rear + front) / 2, (right + left) / 2), new Vector2d(1, 0), front - rear, left - right);

    // How far a lane's bound lies to the ego's left.
    private static double Offset(Polyline bound, in OrientedBox ego) => ego.ToBody(bound.NearestPoint(ego.Centre)).Y;
}
