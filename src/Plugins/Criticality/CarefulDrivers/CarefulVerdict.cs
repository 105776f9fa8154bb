using Sim.Plugins.Criticality.Scenes;

namespace Sim.Plugins.Criticality.CarefulDrivers;

/// <summary>What other drivers in the ego's place come to, and what that says about the contact.</summary>
internal sealed record CarefulVerdict
{
    /// <summary>Each driver, in a fixed order.</summary>
    public required IReadOnlyList<Counterfactual> Drivers { get; init; }

    /// <summary>True when the four models of R157 apply.</summary>
    public required bool Applies { get; init; }

    /// <summary>Why they apply or do not.</summary>
    public required string Reason { get; init; }

    /// <summary>True when some driver that counts avoids.</summary>
    public required bool Preventable { get; init; }

    /// <summary>True when that changes within the sensitivity band.</summary>
    public required bool Disputed { get; init; }

    /// <summary>Variants of the band in which some driver that counts avoids.</summary>
    public required int BandPreventable { get; init; }

    /// <summary>Variants of the band.</summary>
    public required int BandRuns { get; init; }

    /// <summary>Step of the contact or of the worst instant.</summary>
    public required int Step { get; init; }

    /// <summary>Time of the contact or of the worst instant, µs.</summary>
    public required long TimeUs { get; init; }

    /// <summary>With whom.</summary>
    public required ActorView Other { get; init; }

    /// <summary>True when the ego really touched somebody.</summary>
    public required bool Contact { get; init; }

    /// <summary>Latest step at which full braking would have been enough, or null for none.</summary>
    public required int? LatestBrakeStep { get; init; }

    /// <summary>That braking, m/s².</summary>
    public required double BrakeMps2 { get; init; }

    /// <summary>Preventable, unpreventable or disputed.</summary>
    public string Word => Disputed ? "disputed" : Preventable ? "preventable" : "unpreventable";
}
