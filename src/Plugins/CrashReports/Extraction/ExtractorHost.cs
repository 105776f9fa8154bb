namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>What an extractor may use of its surroundings. Immutable.</summary>
internal sealed record ExtractorHost
{
    /// <summary>Where files may be read, and a cassette written.</summary>
    public FileRoots Files { get; init; } = FileRoots.Nowhere;

    /// <summary>True when text may be sent over the network.</summary>
    public bool Network { get; init; }

    /// <summary>Finds an environment variable, which is also where secrets come from; null when it is not set.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Clock for time limits and pauses; never part of a result.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
