using Sim.Geometry;

namespace Sim.Maps;

/// <summary>A traffic sign or a traffic light.</summary>
public sealed record MapSignal
{
    /// <summary>Unique id.</summary>
    public required string Id { get; init; }

    /// <summary>Sign or light.</summary>
    public required MapSignalKind Kind { get; init; }

    /// <summary>The source's type code (e.g. "274", "R1-1"), empty for lights without one.</summary>
    public string Code { get; init; } = "";

    /// <summary>The source's subtype code within <see cref="Code"/> (e.g. "50", "31"), empty when it has none.</summary>
    public string Subtype { get; init; } = "";

    /// <summary>ISO 3166 country of the code, or empty.</summary>
    public string Country { get; init; } = "";

    /// <summary>The value printed on it in SI (speed: m/s), or null.</summary>
    public double? Value { get; init; }

    /// <summary>Where it stands and where it faces, local frame; null when the source does not place it.</summary>
    public Pose2d? Pose { get; init; }

    /// <summary>Height above the road, m.</summary>
    public double HeightM { get; init; }

    /// <summary>Repeating programme of a light; empty when it has none or for signs.</summary>
    public IReadOnlyList<SignalPhase> Cycle { get; init; } = [];

    /// <summary>Offset of the programme at time 0, µs, not negative: time t shows the phase at (t + offset) modulo cycle length.</summary>
    public long CycleOffsetUs { get; init; }
}
