namespace Sim.Storyboards;

/// <summary>Manoeuvres and who performs them.</summary>
public sealed record ManoeuvreGroup
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>How often the group may run, positive.</summary>
    public int MaxExecutions { get; init; } = 1;

    /// <summary>Entities (or selections) that perform the private actions.</summary>
    public IReadOnlyList<string> Actors { get; init; } = [];

    /// <summary>True: the entities that fulfilled the start condition are actors too.</summary>
    public bool SelectTriggeringEntities { get; init; }

    /// <summary>Manoeuvres, all started with the group.</summary>
    public IReadOnlyList<Manoeuvre> Manoeuvres { get; init; } = [];
}
