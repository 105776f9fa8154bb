namespace Sim.Storyboards;

/// <summary>Component of a velocity or an acceleration in the entity's axes.</summary>
public enum DirectionalDimension
{
    /// <summary>Forward.</summary>
    Longitudinal,
    /// <summary>To the left.</summary>
    Lateral,
    /// <summary>Up.</summary>
    Vertical,
}
