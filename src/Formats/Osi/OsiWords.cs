using Sim.Maps;

namespace Sim.Formats.Osi;

/// <summary>What the numbers of OSI's enumerations mean, and back.</summary>
internal static class OsiWords
{
    public const ulong Red = 2;
    public const ulong Yellow = 3;
    public const ulong Green = 4;
    public const ulong ModeOff = 2;
    public const ulong ModeConstant = 3;
    public const ulong ModeFlashing = 4;

    /// <summary>Kind of a moving object; those that our own writer wrote say theirs.</summary>
    public static ActorClass Class(OsiObject o)
    {
        if (o.Own is { } own && Enum.TryParse<ActorClass>(own[1], out var written) && Enum.IsDefined(written))
        {
            return written;
        }

        if (o.Stationary)
        {
            return ActorClass.StaticObject;
        }

        return o.Type switch
        {
            3 => ActorClass.Pedestrian,
            4 => ActorClass.Animal,
            2 => o.Role is 3 or 4 or 5 ? ActorClass.Emergency : o.VehicleType switch
            {
                6 => ActorClass.Van,
                7 or 16 or 19 => ActorClass.Truck,
                8 or 9 => ActorClass.Trailer,
                10 => ActorClass.Motorcycle,
                11 or 17 or 18 => ActorClass.Bicycle,
                12 => ActorClass.Bus,
                13 or 14 => ActorClass.Train,
                15 => ActorClass.Pedestrian,
                20 or 21 => ActorClass.Unknown,
                _ => ActorClass.Car,
            },
            _ => ActorClass.Unknown,
        };
    }

    /// <summary>Type of moving object, type of vehicle (0: none), role (0: none).</summary>
    public static (ulong Type, ulong Vehicle, ulong Role) Of(ActorClass actorClass) => actorClass switch
    {
        ActorClass.Car or ActorClass.ParkedVehicle => (2, 4, 2),
        ActorClass.Van => (2, 6, 2),
        ActorClass.Truck => (2, 7, 2),
        ActorClass.Trailer => (2, 9, 2),
        ActorClass.Bus => (2, 12, 2),
        ActorClass.Emergency => (2, 4, 3),
        ActorClass.Motorcycle => (2, 10, 2),
        ActorClass.Bicycle => (2, 11, 2),
        ActorClass.Train => (2, 14, 2),
        ActorClass.Pedestrian => (3, 0, 0),
        ActorClass.Animal => (4, 0, 0),
        ActorClass.StaticObject => (1, 0, 0),
        _ => (0, 0, 0),
    };

    /// <summary>True for stationary objects that stand in nobody's way: bridges, curbs, what hangs overhead, speed bumps.</summary>
    public static bool IsPassable(ulong type) => type is 2 or 10 or 14 or 17;

    /// <summary>What a head of several bulbs shows.</summary>
    public static SignalState State(bool red, bool yellow, bool green) =>
        red && yellow ? SignalState.RedYellow : red ? SignalState.Red : yellow ? SignalState.Yellow : green ? SignalState.Green : SignalState.Off;
}
