namespace Sim.Storyboards;

/// <summary>Which part of a distance counts.</summary>
public enum StoryDistanceType
{
    /// <summary>Straight (cartesianDistance in 1.0).</summary>
    Euclidian,
    /// <summary>Along the coordinate system's first axis.</summary>
    Longitudinal,
    /// <summary>Along its second axis.</summary>
    Lateral,
}
