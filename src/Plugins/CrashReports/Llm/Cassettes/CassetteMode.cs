namespace Sim.Plugins.CrashReports.Llm.Cassettes;

/// <summary>How a cassette is used.</summary>
internal enum CassetteMode
{
    /// <summary>Answers are taken from the cassette where it has them, else asked for and added.</summary>
    Auto,
    /// <summary>Every answer is asked for and put into the cassette.</summary>
    Record,
    /// <summary>Every answer comes from the cassette; nothing is sent.</summary>
    Replay,
}
