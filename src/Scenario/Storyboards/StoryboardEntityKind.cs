namespace Sim.Storyboards;

/// <summary>Object types of OpenSCENARIO.</summary>
public enum StoryboardEntityKind
{
    /// <summary>Vehicle.</summary>
    Vehicle,
    /// <summary>Pedestrian or animal.</summary>
    Pedestrian,
    /// <summary>Any other object.</summary>
    Miscellaneous,
    /// <summary>An object of the environment outside the file.</summary>
    External,
}
