using System.Globalization;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads <c>&lt;trafficSign&gt;</c> and <c>&lt;trafficLight&gt;</c>.</summary>
internal static class SignalParser
{
    private const int MaxPhases = 1000;

    // Signs that state a maximum speed, where a country's catalogue has its own code. 274 and R2-1 are used for every country by CommonRoad's tools.
    private static readonly (string Country, string Code)[] NationalSpeedSigns =
    [
        ("ARG", "R15"), ("AUT", "52.10A"), ("BEL", "C43"), ("CHE", "2.30"), ("CZE", "B20A"), ("ESP", "R301"), ("FRA", "B14"), ("GBR", "670"),
        ("GRC", "R-32"), ("HRV", "B30"), ("HRV", "B31"), ("ITA", "II.50"), ("NLD", "A1"), ("POL", "B-33"), ("RUS", "3.24"), ("ITA", "50"),
    ];

    /// <summary>A sign as read: its first element becomes the signal's code and value.</summary>
    internal sealed record RawSign(MapSignal Signal, double? MaxSpeedMps);

    public static RawSign Sign(XmlCursor cursor, string country, Notes notes)
    {
        string id = cursor.Id();
        Vector2d? position = null;
        string code = "";
        double? value = null;
        double? maxSpeed = null;
        int elements = 0;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "trafficSignElement":
                    var (elementCode, elementValue) = Element(cursor, notes);
                    if (elements++ == 0)
                    {
                        (code, value) = (elementCode, elementValue);
                    }
                    else
                    {
                        notes.Add("traffic signs of several elements: code and value of the first are kept, a speed limit of any");
                    }

                    if (elementValue is > 0 && IsMaxSpeed(elementCode, country))
                    {
                        maxSpeed = Math.Min(maxSpeed ?? double.MaxValue, elementValue.Value);
                    }

                    break;
                case "position":
                    position = Position(cursor, notes);
                    break;
                case "virtual":
                    cursor.Flag();
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return new RawSign(
            new MapSignal
            {
                Id = id,
                Kind = MapSignalKind.Sign,
                Code = code,
                Country = country,
                Value = value,
                Pose = Pose(position, notes),
            },
            maxSpeed);
    }

    public static MapSignal Light(XmlCursor cursor, string country, long stepUs, Notes notes)
    {
        string id = cursor.Id();
        Vector2d? position = null;
        string direction = "all";
        bool active = true;
        var phases = new List<SignalPhase>();
        long offsetUs = 0;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "cycle":
                    offsetUs = Cycle(cursor, phases, stepUs, notes);
                    break;
                case "position":
                    position = Position(cursor, notes);
                    break;
                case "direction":
                    direction = cursor.Text().ToString();
                    break;
                case "active":
                    active = cursor.Flag();
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        if (!active)
        {
            phases = [new SignalPhase(SignalState.Off, stepUs)];
            offsetUs = 0;
        }

        return new MapSignal
        {
            Id = id,
            Kind = MapSignalKind.Light,
            Code = direction == "all" ? "" : direction,
            Country = country,
            Pose = Pose(position, notes),
            Cycle = phases,
            CycleOffsetUs = Turned(offsetUs, phases),
        };
    }

    /// <summary>True for a sign that states the highest speed allowed.</summary>
    public static bool IsMaxSpeed(string code, string country)
    {
        if (code is "274" or "274.1" or "R2-1" || code.Equals("maxSpeed", StringComparison.OrdinalIgnoreCase) || code.Equals("MAX_SPEED", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var (of, sign) in NationalSpeedSigns)
        {
            if (of == country && sign.Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // CommonRoad: the cycle begins at the offset, so step t shows phase (t - offset) mod length. Here: (t + offset) mod length.
    private static long Turned(long offsetUs, List<SignalPhase> phases)
    {
        long length = 0;
        foreach (var phase in phases)
        {
            length += phase.DurationUs;
        }

        return length == 0 ? 0 : (length - offsetUs % length) % length;
    }

    private static (string Code, double? Value) Element(XmlCursor cursor, Notes notes)
    {
        string? code = null;
        double? value = null;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "trafficSignID":
                    code = cursor.Text().ToString();
                    break;
                case "additionalValue":
                    var text = cursor.Text();
                    if (value is null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                    {
                        value = number;
                    }
                    else
                    {
                        notes.Add("additional values of traffic signs: only the first number is kept");
                    }

                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return (code ?? throw cursor.Missing("trafficSignID", scope), value);
    }

    private static long Cycle(XmlCursor cursor, List<SignalPhase> phases, long stepUs, Notes notes)
    {
        long offsetUs = 0;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "cycleElement":
                    if (phases.Count == MaxPhases)
                    {
                        throw cursor.Error($"a cycle has more than {MaxPhases} elements");
                    }

                    phases.Add(Phase(cursor, stepUs, notes));
                    break;
                case "timeOffset":
                    offsetUs = cursor.Integer(0, CommonRoadReader.MaxStep) * stepUs;
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return offsetUs;
    }

    private static SignalPhase Phase(XmlCursor cursor, long stepUs, Notes notes)
    {
        int? steps = null;
        var state = SignalState.Unknown;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "duration":
                    steps = cursor.Integer(1, CommonRoadReader.MaxStep);
                    break;
                case "color":
                    var place = cursor.Place;
                    var word = cursor.Text();
                    state = word switch
                    {
                        "red" => SignalState.Red,
                        "redYellow" => SignalState.RedYellow,
                        "yellow" => SignalState.Yellow,
                        "green" => SignalState.Green,
                        "inactive" => SignalState.Off,
                        _ => throw cursor.Error($"the color is '{XmlCursor.Cut(word)}'; expected red, redYellow, yellow, green or inactive", place),
                    };
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return new SignalPhase(state, (steps ?? throw cursor.Missing("duration", scope)) * stepUs);
    }

    private static Vector2d? Position(XmlCursor cursor, Notes notes)
    {
        Vector2d? point = null;
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name == "point")
            {
                point = ShapeParser.Point(cursor, out _);
            }
            else
            {
                notes.Skip(cursor);
            }
        }

        return point;
    }

    private static Pose2d? Pose(Vector2d? position, Notes notes)
    {
        if (position is not { } p)
        {
            return null;
        }

        notes.Add("signs and lights carry no heading in CommonRoad: 0 is kept");
        return new Pose2d(p.X, p.Y, 0);
    }
}
