namespace Sim;

/// <summary>Two boxes touch: when, where, how fast, who.</summary>
public sealed record Contact
{
    /// <summary>First instant of contact, µs since the recording's start, within 1 ms.</summary>
    public required long TimeUs { get; init; }

    /// <summary>One actor; the ego when it is involved.</summary>
    public required string A { get; init; }

    /// <summary>The other actor.</summary>
    public required string B { get; init; }

    /// <summary>Impact point, local x, m.</summary>
    public required double X { get; init; }

    /// <summary>Impact point, local y, m.</summary>
    public required double Y { get; init; }

    /// <summary>Where A is hit.</summary>
    public required ImpactZone ZoneA { get; init; }

    /// <summary>Where B is hit.</summary>
    public required ImpactZone ZoneB { get; init; }

    /// <summary>Length of the relative velocity at contact, m/s.</summary>
    public required double RelativeSpeedMps { get; init; }

    /// <summary>Heading of B minus heading of A, wrapped to (-pi, pi].</summary>
    public required double HeadingDifferenceRad { get; init; }

    /// <summary>Speed of A at contact, m/s.</summary>
    public required double SpeedAMps { get; init; }

    /// <summary>Speed of B at contact, m/s.</summary>
    public required double SpeedBMps { get; init; }

    /// <summary>Class after nuPlan, from A's side (specs/criticality-and-reports §6).</summary>
    public required CollisionClass Class { get; init; }

    /// <summary>True when A is at fault by its class.</summary>
    public required bool AtFault { get; init; }

    /// <summary>True when a non-reactive replayed actor drove into an ego that has left its own log: not a finding about the ego.</summary>
    public bool ReplayArtefact { get; init; }
}
