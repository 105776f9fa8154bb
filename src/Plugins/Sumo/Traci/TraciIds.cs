namespace Sim.Plugins.Sumo.Traci;

/// <summary>Numbers of TraCI, API 20: commands, domains, variables and types that are used here.</summary>
internal static class TraciIds
{
    public const byte Version = 0x00;
    public const byte Load = 0x01;
    public const byte SimulationStep = 0x02;
    public const byte Close = 0x7F;

    public const byte GetVehicle = 0xA4;
    public const byte SetVehicle = 0xC4;
    public const byte SetLight = 0xC2;
    public const byte SubscribeLight = 0xD2;
    public const byte SubscribeVehicle = 0xD4;
    public const byte SubscribeSimulation = 0xDB;
    public const byte LightSubscription = 0xE2;
    public const byte VehicleSubscription = 0xE4;
    public const byte SimulationSubscription = 0xEB;

    public const byte IdList = 0x00;
    public const byte LightState = 0x20;
    public const byte Collisions = 0x23;
    public const byte Slope = 0x36;
    public const byte Position3 = 0x39;
    public const byte Speed = 0x40;
    public const byte Position = 0x42;
    public const byte Angle = 0x43;
    public const byte Length = 0x44;
    public const byte Time = 0x66;
    public const byte Acceleration = 0x72;
    public const byte Departed = 0x74;
    public const byte TeleportStarts = 0x76;
    public const byte Arrived = 0x7A;
    public const byte Remove = 0x81;
    public const byte AddFull = 0x85;
    public const byte MoveToXY = 0xB4;

    public const byte TypePosition2 = 0x01;
    public const byte TypePosition3 = 0x03;
    public const byte TypeUByte = 0x07;
    public const byte TypeByte = 0x08;
    public const byte TypeInt = 0x09;
    public const byte TypeDouble = 0x0B;
    public const byte TypeString = 0x0C;
    public const byte TypeStrings = 0x0E;
    public const byte TypeCompound = 0x0F;
    public const byte TypeColour = 0x11;

    /// <summary>Begin and end of a subscription that always holds.</summary>
    public const double Always = -1073741824.0;
}
