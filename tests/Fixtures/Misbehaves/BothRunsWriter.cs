using System.Globalization;
using System.Text;
using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Writes where the ego of each case was at the end, in this run and in the baseline. Well-behaved.</summary>
public sealed class BothRunsWriter : IReportWriter
{
    /// <inheritdoc/>
    public string Name => "both-runs";

    /// <inheritdoc/>
    public string Description => "Where the ego ended, now and before.";

    /// <inheritdoc/>
    public bool OnRequest => true;

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        using var stream = files.Create("both.txt");
        foreach (string id in report.Cases.Select(c => c.Result.Case.Id))
        {
            stream.Write(Encoding.UTF8.GetBytes($"{id} {End(files.Recording(id))} {End(files.BaselineRecording(id))}\n"));
        }
    }

    private static string End(Recording? recording) => recording?.Ego() is { } ego ? ego.X.Span[^1].ToString("R", CultureInfo.InvariantCulture) : "none";
}
