namespace Sim;

/// <summary>Part of a box that is hit.</summary>
public enum ImpactZone
{
    /// <summary>Front, middle third.</summary>
    Front,
    /// <summary>Front left corner.</summary>
    FrontLeft,
    /// <summary>Left side.</summary>
    Left,
    /// <summary>Rear left corner.</summary>
    RearLeft,
    /// <summary>Rear, middle third.</summary>
    Rear,
    /// <summary>Rear right corner.</summary>
    RearRight,
    /// <summary>Right side.</summary>
    Right,
    /// <summary>Front right corner.</summary>
    FrontRight,
}
