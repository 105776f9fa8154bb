namespace Sim.Plugins.Sdk;

/// <summary>Writes a report of a run. Deterministic: same run, same options, same bytes. Thread-safe.</summary>
public interface IReportWriter : IModule
{
    /// <summary>True when it writes only where somebody asks for it (<c>--write NAME</c>); false when it writes after every run.</summary>
    bool OnRequest => false;

    /// <summary>The same writer with options (<c>--write "NAME: { key: value }"</c>); an empty map gives the usual ones.</summary>
    /// <exception cref="InputException">Options are wrong, or there are none.</exception>
    IReportWriter Configured(Setting options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Entries.Count == 0 ? this : throw options.Error($"the report writer '{Name}' has no options");
    }

    /// <summary>Writes its files into the run folder.</summary>
    void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken);
}
