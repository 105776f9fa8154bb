using System.Text.Json.Serialization;

namespace Sim;

/// <summary>Which cases to run, with what, and what to expect. Data, versioned.</summary>
public sealed record Suite
{
    /// <summary>Version of the schema.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the file that it was read from, without folders; empty when it was not.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Seed from which every other seed derives.</summary>
    public ulong Seed { get; init; }

    /// <summary>Driver under test.</summary>
    public ModuleUse Driver { get; init; } = new("idm", Setting.Empty);

    /// <summary>The ego's vehicle.</summary>
    public VehicleSpec Vehicle { get; init; } = VehicleSpec.Sedan;

    /// <summary>Simulator.</summary>
    public SimulatorUse Simulator { get; init; } = new();

    /// <summary>Sources of cases.</summary>
    public required IReadOnlyList<CaseEntry> Cases { get; init; }

    /// <summary>Assessors.</summary>
    public IReadOnlyList<ModuleUse> Assess { get; init; } = [];

    /// <summary>Gates.</summary>
    public IReadOnlyList<Expectation> Expect { get; init; } = [];

    /// <summary>Gates on coverage; evaluated after <see cref="Expect"/>.</summary>
    public IReadOnlyList<CoverageExpectation> ExpectCoverage { get; init; } = [];

    /// <summary>Waivers.</summary>
    public IReadOnlyList<KnownIssue> Known { get; init; } = [];

    /// <summary>The operational design domain that the suite declares, in the order written; empty when it declares none.</summary>
    public IReadOnlyList<DeclaredOdd> Odd { get; init; } = [];

    /// <summary>What the cases shall cover; null when the suite does not say.</summary>
    public CoverageGoals? Coverage { get; init; }

    /// <summary>The requirements that its files declare, in their order.</summary>
    public IReadOnlyList<Requirement> Requirements { get; init; } = [];

    /// <summary>Files of requirements; among <see cref="Sources"/>, and like them not part of the byte form.</summary>
    [JsonIgnore]
    public IReadOnlyList<SourceFile> RequirementFiles { get; init; } = [];

    /// <summary>True when generators may send text over the network (law 5); YAML <c>network: allow</c>.</summary>
    public bool Network { get; init; }

    /// <summary>Where files may be read.</summary>
    public FileRoots Files { get; init; } = FileRoots.Nowhere;

    /// <summary>Further files that reading the suite has read (vehicles), for input hashes; their paths are of this machine and not part of the byte form.</summary>
    [JsonIgnore]
    public IReadOnlyList<SourceFile> Sources { get; init; } = [];
}
