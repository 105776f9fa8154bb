namespace Sim.Plugins.CrashReports.Language;

/// <summary>When a clause lies in relation to the first contact.</summary>
internal enum ClausePhase
{
    /// <summary>Cannot be said.</summary>
    Unknown,
    /// <summary>Before it.</summary>
    Before,
    /// <summary>The contact itself.</summary>
    Contact,
    /// <summary>After it.</summary>
    After,
}
