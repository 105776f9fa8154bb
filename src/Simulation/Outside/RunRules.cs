namespace Sim.Simulation;

/// <summary>What a <see cref="RunRecorder"/> does itself and what its recording says of the simulator. Immutable.</summary>
public sealed record RunRules
{
    /// <summary>Name of the simulator, for the recording's provenance.</summary>
    public required string Simulator { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>How the other actors move, in a word; null: as the scenario says.</summary>
    public string? Traffic { get; init; }

    /// <summary>What it leaves out of the scenario, one sentence each; they become assumptions of the recording.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>True when contacts of the ego are to be found from the motion of the boxes.</summary>
    public bool FindsContacts { get; init; }

    /// <summary>True when the recorder says when the scenario has ended: at its horizon, at a goal, after a contact, when the ego leaves.</summary>
    public bool DecidesEnd { get; init; }

    /// <summary>True when the scenario ends shortly after the ego's first contact.</summary>
    public bool StopAtContact { get; init; } = true;
}
