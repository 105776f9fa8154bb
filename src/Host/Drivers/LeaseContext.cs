namespace Sim.Host.Drivers;

/// <summary>For whom and how a driver is leased.</summary>
/// <param name="CaseId">The case, for the driver's own logs; empty for none.</param>
/// <param name="Debugging">Told what a person with a debugger should know; null when nobody debugs. With it there are no deadlines, and a process
/// shares this terminal.</param>
internal sealed record LeaseContext(string CaseId, Action<string>? Debugging)
{
    /// <summary>For nobody in particular.</summary>
    public static LeaseContext None { get; } = new("", null);
}
