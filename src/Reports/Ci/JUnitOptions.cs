namespace Sim.Reports.Ci;

/// <summary>How <c>junit.xml</c> is written. Defaults are for everyday use.</summary>
public sealed record JUnitOptions
{
    /// <summary>Which elements it holds; YAML <c>style: schema | full</c>.</summary>
    public JUnitStyle Style { get; init; } = JUnitStyle.Schema;

    /// <summary>
    /// Folder before the paths of attachments, with forward slashes: the run folder as the CI server sees it from its workspace; YAML <c>attachments: runs/all</c>.
    /// Empty: paths relative to the run folder.
    /// </summary>
    public string Attachments { get; init; } = "";

    /// <summary>
    /// True when replicas of a case become one test case with <c>rerunFailure</c> and <c>flakyFailure</c> elements as Maven Surefire writes them; YAML
    /// <c>reruns: true</c>. One schema does not know them.
    /// </summary>
    public bool Reruns { get; init; }

    /// <summary>Reads options.</summary>
    /// <exception cref="InputException">Unknown or wrong.</exception>
    internal static JUnitOptions Read(Setting options)
    {
        var reader = new SettingReader(options, "the options of the report writer 'junit'");
        var read = new JUnitOptions
        {
            Style = reader.Choice<JUnitStyle>("style") ?? JUnitStyle.Schema,
            Attachments = reader.Text("attachments")?.TrimEnd('/') ?? "",
            Reruns = reader.Bool("reruns") ?? false,
        };
        reader.Done();
        return read;
    }
}
