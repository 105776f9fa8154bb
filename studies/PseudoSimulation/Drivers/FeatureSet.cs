namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Groups of features; the paper's learned planners differ by modality likewise.</summary>
[Flags]
internal enum FeatureSet
{
    /// <summary>Speed of the ego, and a constant.</summary>
    Ego = 0,
    /// <summary>Limit and bends.</summary>
    Road = 1,
    /// <summary>The leader in the strip.</summary>
    Leader = 2,
    /// <summary>Whoever will be in the strip within three seconds.</summary>
    Crossers = 4,
    /// <summary>Lights.</summary>
    Lights = 8,
    /// <summary>The ego's acceleration, from which a policy may learn to go on as it did.</summary>
    Habit = 16,
    /// <summary>Everything but habit.</summary>
    All = Road | Leader | Crossers | Lights,
}
