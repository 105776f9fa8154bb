using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>Interpolates a plan over time. Holds a cursor, so forward reading takes constant time. Not thread-safe.</summary>
internal sealed class PlanReader
{
    private IReadOnlyList<PlanPoint> _points = [];
    private PlanPoint? _from;
    private int _cursor;

    /// <summary>Last time of the plan, µs.</summary>
    public long EndUs => _points[^1].TimeUs;

    /// <summary>Reads another plan from now on.</summary>
    /// <param name="points">The plan.</param>
    /// <param name="from">Where the vehicle is; a plan that begins later leads there from here. Null: it stands at its first point before it begins.</param>
    public void Use(IReadOnlyList<PlanPoint> points, PlanPoint? from = null)
    {
        _points = points;
        _from = from is { } f && f.TimeUs < points[0].TimeUs ? from : null;
        _cursor = 0;
    }

    /// <summary>The plan at a time: exact at its points, linear between them, its first or last point outside.</summary>
    public PlanPoint At(long timeUs)
    {
        int last = _points.Count - 1;
        if (_cursor > 0 && _points[_cursor].TimeUs > timeUs)
        {
            _cursor = 0;
        }

        while (_cursor < last && _points[_cursor + 1].TimeUs <= timeUs)
        {
            _cursor++;
        }

        var a = _points[_cursor];
        if (timeUs < a.TimeUs && _from is { } from)
        {
            return timeUs <= from.TimeUs ? from : Between(from, a, timeUs);
        }

        return _cursor == last || timeUs <= a.TimeUs ? a : Between(a, _points[_cursor + 1], timeUs);
    }

    private static PlanPoint Between(in PlanPoint a, in PlanPoint b, long timeUs)
    {
        double f = (double)(timeUs - a.TimeUs) / (b.TimeUs - a.TimeUs);
        return new PlanPoint(
            timeUs,
            a.X + (b.X - a.X) * f,
            a.Y + (b.Y - a.Y) * f,
            a.HeadingRad + Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f,
            a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f);
    }
}
