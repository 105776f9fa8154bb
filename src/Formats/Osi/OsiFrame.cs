namespace Sim.Formats.Osi;

/// <summary>What one GroundTruth message says, in OSI's terms.</summary>
internal sealed class OsiFrame
{
    public long? TimeNs { get; set; }
    public ulong? HostId { get; set; }
    public List<OsiObject> Objects { get; } = [];
    public List<OsiBulb> Bulbs { get; } = [];
    public string ProjString { get; set; } = "";
}

/// <summary>A moving or stationary object. NaN: not said.</summary>
internal sealed class OsiObject
{
    public ulong? Id { get; set; }
    public bool Stationary { get; set; }
    public double Length { get; set; } = double.NaN;
    public double Width { get; set; } = double.NaN;
    public double Height { get; set; } = double.NaN;
    public double X { get; set; } = double.NaN;
    public double Y { get; set; } = double.NaN;
    public double Z { get; set; } = double.NaN;
    public double Yaw { get; set; } = double.NaN;
    public double Vx { get; set; } = double.NaN;
    public double Vy { get; set; } = double.NaN;
    public double Ax { get; set; } = double.NaN;
    public double Ay { get; set; } = double.NaN;
    public double YawRate { get; set; } = double.NaN;
    public double CentreToRear { get; set; } = double.NaN;
    public double FrontWheelYaw { get; set; } = double.NaN;
    public ulong Type { get; set; }
    public ulong VehicleType { get; set; }
    public ulong Role { get; set; }

    /// <summary>What our own writer says of it: id, class.</summary>
    public string[]? Own { get; set; }
}

/// <summary>One light bulb of a traffic light.</summary>
internal sealed class OsiBulb
{
    public ulong? Id { get; set; }
    public double X { get; set; } = double.NaN;
    public double Y { get; set; } = double.NaN;
    public double Z { get; set; } = double.NaN;
    public double Yaw { get; set; }
    public ulong Colour { get; set; }
    public ulong Mode { get; set; }
    public bool OutOfService { get; set; }

    /// <summary>What our own writer says of it: id of the signal, what it showed.</summary>
    public string[]? Own { get; set; }
}
