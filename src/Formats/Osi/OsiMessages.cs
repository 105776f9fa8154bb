namespace Sim.Formats.Osi;

/// <summary>
/// Reads GroundTruth and SensorView of ASAM OSI 3. Field numbers are those of OSI 3.8.0 (osi_groundtruth, osi_sensorview, osi_object,
/// osi_trafficlight, osi_common); earlier versions of OSI 3 use the same for what is read here.
/// </summary>
internal static class OsiMessages
{
    /// <summary>What an external reference of our own writer names itself.</summary>
    public const string OwnReference = "sim";

    private const int MaxObjects = 20_000;

    /// <summary>True when a message is a SensorView: its field 7 is a GroundTruth (whose field 2 is a timestamp), not a traffic light (a box).</summary>
    public static bool IsSensorView(Wire message)
    {
        while (message.Next())
        {
            if (message.Field != 7 || message.Form != 2)
            {
                continue;
            }

            var inner = message.Message();
            while (inner.Next())
            {
                if (inner.Field == 2 && inner.Form == 2)
                {
                    var time = inner.Message();
                    return time.Next() && time.Form == 0;
                }
            }
        }

        return false;
    }

    /// <summary>The ground truth of a SensorView, or null when it has none.</summary>
    public static OsiFrame? SensorView(Wire message)
    {
        OsiFrame? frame = null;
        ulong? host = null;
        long? time = null;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2:
                    time = Timestamp(message.Message());
                    break;
                case 7:
                    frame = GroundTruth(message.Message());
                    break;
                case 8:
                    host = Identifier(message.Message());
                    break;
                default:
                    break;
            }
        }

        if (frame is not null)
        {
            frame.TimeNs ??= time;
            frame.HostId ??= host;
        }

        return frame;
    }

    /// <summary>A GroundTruth.</summary>
    public static OsiFrame GroundTruth(Wire message)
    {
        var frame = new OsiFrame();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2:
                    frame.TimeNs = Timestamp(message.Message());
                    break;
                case 3:
                    frame.HostId = Identifier(message.Message());
                    break;
                case 4 or 5:
                    frame.Objects.Add(Object(message.Message(), stationary: message.Field == 4));
                    break;
                case 7:
                    frame.Bulbs.Add(Bulb(message.Message()));
                    break;
                case 14:
                    frame.ProjString = message.Text();
                    break;
                default:
                    break;
            }

            if (frame.Objects.Count > MaxObjects || frame.Bulbs.Count > MaxObjects)
            {
                throw message.Error($"more than {MaxObjects} objects in one message");
            }
        }

        return frame;
    }

    private static long Timestamp(Wire message)
    {
        long seconds = 0, nanos = 0;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    seconds = unchecked((long)message.Number());
                    break;
                case 2:
                    nanos = (long)Math.Min(message.Number(), 1_000_000_000);
                    break;
                default:
                    break;
            }
        }

        return Math.Abs(seconds) <= 9_000_000_000 && nanos < 1_000_000_000
            ? (seconds * 1_000_000_000) + nanos
            : throw message.Error("the timestamp lies outside of what can be read: at most 9e9 s, nanos below 1e9");
    }

    private static ulong Identifier(Wire message)
    {
        ulong id = 0;
        while (message.Next())
        {
            id = message.Field == 1 ? message.Number() : id;
        }

        return id;
    }

    private static (double First, double Second, double Third) Vector(Wire message)
    {
        double first = 0, second = 0, third = 0;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    first = message.Double();
                    break;
                case 2:
                    second = message.Double();
                    break;
                case 3:
                    third = message.Double();
                    break;
                default:
                    break;
            }
        }

        return (first, second, third);
    }

    private static OsiObject Object(Wire message, bool stationary)
    {
        var found = new OsiObject { Stationary = stationary };
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    found.Id = Identifier(message.Message());
                    break;
                case 2:
                    Base(message.Message(), found);
                    break;
                case 3 when !stationary:
                    found.Type = message.Number();
                    break;
                case 3:
                    var kind = message.Message();
                    while (kind.Next())
                    {
                        found.Type = kind.Field == 1 ? kind.Number() : found.Type;
                    }

                    break;
                case 5 when !stationary:
                    Attributes(message.Message(), found);
                    break;
                case 6 when !stationary:
                    Classification(message.Message(), found);
                    break;
                case 10 when !stationary:
                case 5 when stationary:
                    found.Own ??= Reference(message.Message());
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    private static void Base(Wire message, OsiObject into)
    {
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    (into.Length, into.Width, into.Height) = Vector(message.Message());
                    break;
                case 2:
                    (into.X, into.Y, into.Z) = Vector(message.Message());
                    break;
                case 3:
                    (_, _, into.Yaw) = Vector(message.Message());
                    break;
                case 4 when !into.Stationary:
                    (into.Vx, into.Vy, _) = Vector(message.Message());
                    break;
                case 5 when !into.Stationary:
                    (into.Ax, into.Ay, _) = Vector(message.Message());
                    break;
                case 6 when !into.Stationary:
                    (_, _, into.YawRate) = Vector(message.Message());
                    break;
                default:
                    break;
            }
        }
    }

    private static void Attributes(Wire message, OsiObject into)
    {
        while (message.Next())
        {
            switch (message.Field)
            {
                case 4:
                    into.CentreToRear = Vector(message.Message()).First;
                    break;
                case 7:
                    ulong axle = 0;
                    double yaw = double.NaN;
                    var wheel = message.Message();
                    while (wheel.Next())
                    {
                        axle = wheel.Field == 1 ? wheel.Number() : axle;
                        yaw = wheel.Field == 7 ? Vector(wheel.Message()).Third : yaw;
                    }

                    // Axles are counted from the front.
                    into.FrontWheelYaw = axle == 0 && double.IsNaN(into.FrontWheelYaw) ? yaw : into.FrontWheelYaw;
                    break;
                default:
                    break;
            }
        }
    }

    private static void Classification(Wire message, OsiObject into)
    {
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    into.VehicleType = message.Number();
                    break;
                case 5:
                    into.Role = message.Number();
                    break;
                default:
                    break;
            }
        }
    }

    private static OsiBulb Bulb(Wire message)
    {
        var bulb = new OsiBulb();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    bulb.Id = Identifier(message.Message());
                    break;
                case 2:
                    var box = message.Message();
                    while (box.Next())
                    {
                        switch (box.Field)
                        {
                            case 2:
                                (bulb.X, bulb.Y, bulb.Z) = Vector(box.Message());
                                break;
                            case 3:
                                bulb.Yaw = Vector(box.Message()).Third;
                                break;
                            default:
                                break;
                        }
                    }

                    break;
                case 3:
                    var kind = message.Message();
                    while (kind.Next())
                    {
                        switch (kind.Field)
                        {
                            case 1:
                                bulb.Colour = kind.Number();
                                break;
                            case 3:
                                bulb.Mode = kind.Number();
                                break;
                            case 6:
                                bulb.OutOfService = kind.Number() != 0;
                                break;
                            default:
                                break;
                        }
                    }

                    break;
                case 5:
                    bulb.Own ??= Reference(message.Message());
                    break;
                default:
                    break;
            }
        }

        return bulb;
    }

    private static string[]? Reference(Wire message)
    {
        string reference = "";
        var identifiers = new List<string>(2);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    reference = message.Text();
                    break;
                case 3 when identifiers.Count < 2:
                    identifiers.Add(message.Text());
                    break;
                default:
                    break;
            }
        }

        return reference == OwnReference && identifiers.Count == 2 ? [.. identifiers] : null;
    }
}
