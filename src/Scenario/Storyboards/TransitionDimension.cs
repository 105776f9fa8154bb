namespace Sim.Storyboards;

/// <summary>What a transition's value says.</summary>
public enum TransitionDimension
{
    /// <summary>Mean rate of change: m/s² for speeds, m/s for lateral motion.</summary>
    Rate,
    /// <summary>Time, s.</summary>
    Time,
    /// <summary>Distance, m.</summary>
    Distance,
}
