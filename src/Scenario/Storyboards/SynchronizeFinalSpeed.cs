namespace Sim.Storyboards;

/// <summary>Speed at the place of a synchronisation.</summary>
public sealed record SynchronizeFinalSpeed
{
    /// <summary>m/s; with <see cref="RelativeToMaster"/> added to, or times, the other's speed.</summary>
    public required double Value { get; init; }

    /// <summary>True: relative to the other entity's speed.</summary>
    public bool RelativeToMaster { get; init; }

    /// <summary>True: a factor of the other's speed; false: a difference.</summary>
    public bool Factor { get; init; }

    /// <summary>Distance of constant speed before the place, m, not negative (1.1), or null.</summary>
    public double? SteadyDistanceM { get; init; }

    /// <summary>Time of constant speed before the place, s, not negative (1.1), or null.</summary>
    public double? SteadyTimeS { get; init; }
}
