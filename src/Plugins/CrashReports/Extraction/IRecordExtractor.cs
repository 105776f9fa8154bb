using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Extraction;

/// <summary>Reads a text into a record. Implementations are thread-safe and give the same record for the same text.</summary>
internal interface IRecordExtractor
{
    /// <summary>"rules" or "llm".</summary>
    string Name { get; }

    /// <summary>Version of what it does; a change of records raises it.</summary>
    string Version { get; }

    /// <summary>Reads. Whatever the text does not say stays unknown; nothing is assumed here.</summary>
    /// <exception cref="RefusedException">The text is no report that can be read (empty, another language, no road user); the message says why.</exception>
    CrashRecord Extract(CrashReport report, CancellationToken cancellationToken);
}
