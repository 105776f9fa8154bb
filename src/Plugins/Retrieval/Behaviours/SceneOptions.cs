namespace Sim.Plugins.Retrieval.Behaviours;

/// <summary>How scenes are cut out of recordings. Immutable.</summary>
internal sealed record SceneOptions
{
    /// <summary>Step of all scenes, µs: 10 Hz.</summary>
    public const long StepUs = 100_000;

    /// <summary>Actors of a scene with its ego (RealGen: 11).</summary>
    public const int MaxActors = 11;

    /// <summary>Instants of a full scene: 8 s and the start.</summary>
    public int Count { get; init; } = 81;

    /// <summary>Fewest instants of a scene: 3 s.</summary>
    public int MinCount { get; init; } = 31;

    /// <summary>Steps from one scene of an ego to its next: 2 s.</summary>
    public int Stride { get; init; } = 20;

    /// <summary>Fewest instants that an actor beside the ego is there; shorter ones are left out.</summary>
    public int MinPresent { get; init; } = 10;

    /// <summary>An actor that gets less far than this from where it began stands, m.</summary>
    public double MovesM { get; init; } = 3;

    /// <summary>True to leave out actors that stand. The ego of a scene always moves.</summary>
    public bool DropStanding { get; init; }

    /// <summary>True for scenes of the recording's own ego only; false for scenes of every actor that moves.</summary>
    public bool OwnEgoOnly { get; init; }
}
