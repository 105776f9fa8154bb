namespace Sim;

/// <summary>The simulator of a suite and the settings that every simulator has.</summary>
public sealed record SimulatorUse
{
    /// <summary>
    /// Name of the simulator of a suite whose <c>traffic:</c> names a model in another process: the embedded engine with that beside it. The option of the same name says where it is.
    /// </summary>
    public const string WithTraffic = "traffic";

    /// <summary>Name or address.</summary>
    public string Name { get; init; } = "embedded";

    /// <summary>Step, µs; null lets the scenario decide.</summary>
    public long? StepUs { get; init; }

    /// <summary>Horizon, µs; null lets the scenario decide.</summary>
    public long? HorizonUs { get; init; }

    /// <summary>How recorded actors move: "log-replay", "constant-velocity", "idm", "idm-path", "mobil"; null lets the generator decide.</summary>
    public string? Traffic { get; init; }

    /// <summary>True (default): the case ends shortly after the ego's first contact.</summary>
    public bool StopAtContact { get; init; } = true;

    /// <summary>Folders below which files that the options name may be read; null: none may. Not part of a suite's bytes.</summary>
    public FileRoots? Files { get; init; }

    /// <summary>Further options of the simulator.</summary>
    public Setting Options { get; init; } = Setting.Empty;

    /// <summary>What the embedded engine is told of a use <see cref="WithTraffic"/>.</summary>
    public SimulatorUse WithoutTraffic() => this with { Name = "embedded", Options = Options with { Entries = [.. Options.Entries.Where(e => e.Key != WithTraffic)] } };
}
