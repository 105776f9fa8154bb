using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Reports.Ci;

/// <summary>
/// <c>summary.md</c>: verdict, expectations, changes, clusters, the worst cases, requirements, coverage; short enough for a CI's job summary or a comment. Thread-safe.
/// </summary>
/// <param name="options">How much it may hold.</param>
public sealed class SummaryWriter(SummaryOptions options) : IReportWriter
{
    /// <summary>A writer with the usual options.</summary>
    public SummaryWriter()
        : this(new SummaryOptions())
    {
    }

    /// <inheritdoc/>
    public string Name => "summary";

    /// <inheritdoc/>
    public string Description => "summary.md for job summaries and merge requests";

    /// <inheritdoc/>
    public IReportWriter Configured(Setting options) => new SummaryWriter(SummaryOptions.Read(options));

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        byte[] content = Encoding.UTF8.GetBytes(SummaryText.Of(report, options));
        using var stream = files.Create("summary.md");
        stream.Write(content);
    }
}
