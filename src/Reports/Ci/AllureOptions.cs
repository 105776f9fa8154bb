namespace Sim.Reports.Ci;

/// <summary>How results for Allure are written.</summary>
public sealed record AllureOptions
{
    /// <summary>True when the recordings of cases that did not pass are copied beside the results; YAML <c>recordings: true</c>.</summary>
    public bool Recordings { get; init; }

    /// <summary>Reads options.</summary>
    /// <exception cref="InputException">Unknown or wrong.</exception>
    internal static AllureOptions Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of the report writer 'allure'");
        var read = new AllureOptions { Recordings = reader.Bool("recordings") ?? false };
        reader.Done();
        return read;
    }
}
