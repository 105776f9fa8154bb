namespace Sim.Storyboards;

/// <summary>How a value goes from its start to its target.</summary>
public enum TransitionShape
{
    /// <summary>At a constant rate.</summary>
    Linear,
    /// <summary>3u² - 2u³.</summary>
    Cubic,
    /// <summary>(1 - cos πu) / 2.</summary>
    Sinusoidal,
    /// <summary>At once.</summary>
    Step,
}
