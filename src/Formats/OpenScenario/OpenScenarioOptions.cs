namespace Sim.Formats.OpenScenario;

/// <summary>How a file becomes a scenario.</summary>
public sealed record OpenScenarioOptions
{
    /// <summary>The entity that is the ego; null: the one that says so ("Ego", "hero", or a property type = ego_vehicle), else the first vehicle.</summary>
    public string? EgoId { get; init; }

    /// <summary>Who drives it.</summary>
    public OpenScenarioDrive Drive { get; init; }

    /// <summary>The vehicle that a driven ego gets, at the same rear axle; null: the file's.</summary>
    public VehicleSpec? Vehicle { get; init; }

    /// <summary>Step length, µs, positive; null: <see cref="DefaultStepUs"/>. A scenario that was written by <see cref="OpenScenarioWriter"/> keeps its own.</summary>
    public long? StepUs { get; init; }

    /// <summary>Length, µs, positive; null: the time that the stop trigger names, else <see cref="DefaultHorizonUs"/>.</summary>
    public long? HorizonUs { get; init; }

    /// <summary>Step length where nobody says one, µs.</summary>
    public const long DefaultStepUs = 50_000;

    /// <summary>Length of a scenario that does not say when it ends, µs.</summary>
    public const long DefaultHorizonUs = 60_000_000;

    /// <summary>Greatest length that a stop trigger may ask for, µs: an hour.</summary>
    public const long MaxHorizonUs = 3_600_000_000;
}
