namespace Sim.Plugins.Sdk;

/// <summary>An entry of a suite with the settings that a generator must honour. Plain data.</summary>
public sealed record GenerateRequest
{
    /// <summary>Name of the entry.</summary>
    public required string Entry { get; init; }

    /// <summary>The whole map under <c>from:</c>, the generator's own key included.</summary>
    public required Setting From { get; init; }

    /// <summary>The ego's vehicle.</summary>
    public VehicleSpec Vehicle { get; init; } = VehicleSpec.Sedan;

    /// <summary>Step that the suite asks for, µs, or null.</summary>
    public long? StepUs { get; init; }

    /// <summary>Horizon that the suite asks for, µs, or null.</summary>
    public long? HorizonUs { get; init; }

    /// <summary>How recorded actors should move, or null for the generator's default.</summary>
    public string? Traffic { get; init; }

    /// <summary>Seed of the suite, for sampling in <see cref="IScenarioGenerator.Plan"/>.</summary>
    public ulong SuiteSeed { get; init; }

    /// <summary>True when the suite allows the network. Whoever sends something says so in <see cref="Provenance.Egress"/>.</summary>
    public bool Network { get; init; }

    /// <summary>Where files may be read.</summary>
    public FileRoots Files { get; init; } = FileRoots.Nowhere;
}
