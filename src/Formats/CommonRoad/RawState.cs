using System.Globalization;
using Sim.Geometry;

namespace Sim.Formats.CommonRoad;

/// <summary>A state as read; NaN stands for what the file does not say.</summary>
internal sealed class RawState
{
    public (int Line, int Column) Place { get; init; }

    public int Step { get; set; }

    public bool HasStep { get; set; }

    public bool HasPosition { get; set; }

    public Vector2d Position { get; set; }

    /// <summary>Lanelet that stands for the position; resolved when all lanelets are known.</summary>
    public string? LaneletId { get; set; }

    public double Heading { get; set; } = double.NaN;

    public double Speed { get; set; } = double.NaN;

    public double Lateral { get; set; } = double.NaN;

    public double Accel { get; set; } = double.NaN;

    public double YawRate { get; set; } = double.NaN;

    public double Steer { get; set; } = double.NaN;

    /// <summary>A time interval in whole steps.</summary>
    public static void Steps(Interval time, out int first, out int last, XmlCursor cursor, (int Line, int Column) place)
    {
        if (time.Min != Math.Floor(time.Min) || time.Max != Math.Floor(time.Max) || time.Min < 0 || time.Max > CommonRoadReader.MaxStep)
        {
            throw cursor.Error(string.Create(CultureInfo.InvariantCulture, $"the time is {time.Min:R} to {time.Max:R}; CommonRoad counts whole time steps, here from 0 to {CommonRoadReader.MaxStep}"), place);
        }

        first = (int)time.Min;
        last = (int)time.Max;
    }

    public void FirstOf(Interval time, out int first, out int last, XmlCursor cursor) => Steps(time, out first, out last, cursor, Place);
}
