using Sim.Numerics;

namespace Sim.Simulation.Engine;

/// <summary>Interpolates a plan over time. Holds a cursor, so forward reading takes constant time. Not thread-safe.</summary>
internal sealed class PlanReader
{
    private IReadOnlyList<PlanPoint> _points = [];
    private int _cursor;

    /// <summary>Last time of the plan, µs.</summary>
    public long EndUs => _points[^1].TimeUs;

    /// <summary>Reads another plan from now on.</summary>
    public void Use(IReadOnlyList<PlanPoint> points)
    {
        _points = points;
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
        if (_cursor == last || timeUs <= a.TimeUs)
        {
            return a;
        }

        var b = _points[_cursor + 1];
        double f = (double)(timeUs - a.TimeUs) / (b.TimeUs - a.TimeUs);
        return new PlanPoint(
            timeUs,
            a.X + (b.X - a.X) * f,
            a.Y + (b.Y - a.Y) * f,
            a.HeadingRad + Pinned.AngleDifference(b.HeadingRad, a.HeadingRad) * f,
            a.SpeedMps + (b.SpeedMps - a.SpeedMps) * f);
    }
}
