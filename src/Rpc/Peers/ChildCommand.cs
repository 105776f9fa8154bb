namespace Sim.Rpc.Peers;

/// <summary>What is started as a child process. Immutable.</summary>
internal record ChildCommand
{
    /// <summary>Program and arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>What it is, for messages: "driver", "simulator", …</summary>
    public string Kind { get; init; } = "driver";

    /// <summary>The command as the user wrote it, on one line.</summary>
    public required string Shown { get; init; }

    /// <summary>Working folder as the user wrote it; null when it was left out.</summary>
    public Setting? WorkingFolder { get; init; }

    /// <summary>Environment variables that are added; secrets unresolved.</summary>
    public IReadOnlyList<SettingEntry> Environment { get; init; } = [];

    /// <summary>Limit of the memory that its processes hold together; null for none.</summary>
    public MemoryLimit? Memory { get; init; }
}
