namespace Sim.Plugins.Sdk;

/// <summary>
/// What a session can say about its run while it goes on. A session that is served to another process should have it: without it the recording is
/// asked for after each step. Not thread-safe.
/// </summary>
public interface ISimulatorProgress
{
    /// <summary>Events so far, in the order in which they were noticed; only ever grows until Reset or Load. Not a copy.</summary>
    IReadOnlyList<RecordedEvent> Events { get; }

    /// <summary>Contacts so far, in the order in which they were noticed; only ever grows until Reset or Load. Not a copy.</summary>
    IReadOnlyList<Contact> Contacts { get; }

    /// <summary>Why the scenario has ended; null while it goes on.</summary>
    RecordingEnd? End { get; }

    /// <summary>False when the ego has left the scene.</summary>
    bool EgoIsPresent { get; }

    /// <summary>How the other actors move: <see cref="Recording.Traffic"/>.</summary>
    string Traffic { get; }
}
