namespace Sim;

/// <summary>What <c>run.json</c> holds: everything that decides the bytes of a run, nothing else.</summary>
public sealed record RunIdentity
{
    /// <summary>Version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Version of Sim.</summary>
    public required string SimVersion { get; init; }

    /// <summary>Names of the suites.</summary>
    public required IReadOnlyList<string> Suites { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Switches that decide results: filter, repeat, simulator override …, name → canonical text.</summary>
    public IReadOnlyDictionary<string, string> Switches { get; init; } = Ordered.Empty;

    /// <summary>Inputs with their hashes, sorted by key.</summary>
    public required IReadOnlyList<InputFile> Inputs { get; init; }

    /// <summary>Modules with their versions, sorted.</summary>
    public required IReadOnlyList<ModuleVersion> Modules { get; init; }

    /// <summary>"any" when every module is deterministic on every machine, else the CPU class that the bytes hold for (law 3).</summary>
    public required string CpuClass { get; init; }

    /// <summary>Number of planned cases over all shards.</summary>
    public required int PlannedCases { get; init; }

    /// <summary>SHA-256 over the sorted planned case ids, lower-case hexadecimal.</summary>
    public required string PlanSha256 { get; init; }
}
