namespace Sim.Storyboards;

/// <summary>Switches a light of the entity (1.2).</summary>
public sealed record LightStateAction : PrivateAction
{
    /// <summary>The standard's word ("indicatorLeft", "brakeLights", …) or a name of the user's.</summary>
    public required string Light { get; init; }

    /// <summary>"on", "off" or "flashing".</summary>
    public required string Mode { get; init; }

    /// <summary>Time of the change, s, not negative.</summary>
    public double TransitionS { get; init; }

    /// <summary>Time on when flashing, s, or null.</summary>
    public double? FlashOnS { get; init; }

    /// <summary>Time off when flashing, s, or null.</summary>
    public double? FlashOffS { get; init; }

    /// <summary>Luminous intensity, cd, or null.</summary>
    public double? IntensityCd { get; init; }

    /// <summary>Colour as the file has it, or null.</summary>
    public string? Colour { get; init; }
}
