namespace Sim.Storyboards;

/// <summary>On which side of the other entity a distance is kept.</summary>
public enum Displacement
{
    /// <summary>On the side where the entity is.</summary>
    Any,
    /// <summary>Ahead of the other, or to its left.</summary>
    Leading,
    /// <summary>Behind the other, or to its right.</summary>
    Trailing,
}
