using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A module that lives at the other end: everything about it that does not change. Plain data.</summary>
internal sealed record ModuleDescription
{
    /// <summary>Word of its contract, as in <c>sim plugins list</c>.</summary>
    public required string Contract { get; init; }

    /// <summary>Number of the object that answers for it.</summary>
    public required ulong Object { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its description.</summary>
    public required string Description { get; init; }

    /// <summary>Version of its assembly, three numbers.</summary>
    public required string AssemblyVersion { get; init; }

    /// <summary>Of a driver.</summary>
    public DriverInfo? Driver { get; init; }

    /// <summary>Of a simulator.</summary>
    public SimulatorInfo? Simulator { get; init; }

    /// <summary>Of an assessor.</summary>
    public string Version { get; init; } = "";

    /// <summary>Of an assessor.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Of an assessor.</summary>
    public IReadOnlyList<MethodFamily> Methods { get; init; } = [];

    /// <summary>Of a format.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Of a format.</summary>
    public bool CanWrite { get; init; }

    /// <summary>Of a report writer.</summary>
    public bool OnRequest { get; init; }

    /// <summary>True for a module that stands for a whole scheme of addresses.</summary>
    public bool Addressed { get; init; }

    /// <summary>True for a module that stands for one in a process of its own and is asked who it is.</summary>
    public bool Remote { get; init; }
}
