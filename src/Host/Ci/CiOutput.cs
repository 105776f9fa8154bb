using System.Text;
using Sim.Host.Commands;
using Sim.Reports.Ci;

namespace Sim.Host.Ci;

/// <summary>Shows the end of a run where a CI server shows it. Writes to standard error and the server's summary file, never into the run folder.</summary>
internal static class CiOutput
{
    private const int SummaryRows = 500;

    /// <summary>Shows a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The run folder as the user named it.</param>
    /// <param name="server">The server.</param>
    /// <param name="suiteFiles">Files of the suites, relative to the working folder, by name.</param>
    /// <param name="context">The world.</param>
    public static void Show(RunReport report, string folder, CiServer server, IReadOnlyDictionary<string, string> suiteFiles, CliContext context)
    {
        if (server == CiServer.None)
        {
            return;
        }

        string workspace = context.Environment(server switch { CiServer.GitHub => "GITHUB_WORKSPACE", CiServer.GitLab => "CI_PROJECT_DIR", _ => "WORKSPACE" }) ?? "";
        if (server == CiServer.GitHub)
        {
            foreach (string line in GitHubAnnotations.Of(report, suite => suiteFiles.TryGetValue(suite, out string? file) ? Below(workspace, context.Full(file), file) : ""))
            {
                context.Commands.WriteLine(line);
            }

            Summary(report, context);
        }

        if (Link(server, Below(workspace, context.Full(folder), folder), context.Environment) is { } link)
        {
            context.Error.WriteLine($"report: {link}");
        }
    }

    // Other commands of the step may have written there; what is too long loses all of the step's summary.
    private static void Summary(RunReport report, CliContext context)
    {
        if (context.Environment("GITHUB_STEP_SUMMARY") is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            long used = File.Exists(file) ? new FileInfo(file).Length : 0;
            int room = (int)(GitHubAnnotations.MaxSummaryBytes - used - 1);
            if (room < 4096)
            {
                context.Error.WriteLine("the step's summary is full; the run's is in summary.md");
                return;
            }

            string text = SummaryText.Of(report, new SummaryOptions { Rows = SummaryRows, MaxBytes = room });
            File.AppendAllText(file, (used > 0 ? "\n" : "") + text, new UTF8Encoding(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Error.WriteLine($"{context.Style.Yellow("warning:")} GITHUB_STEP_SUMMARY cannot be written: {e.Message}");
        }
    }

    private static string? Link(CiServer server, string folder, Func<string, string?> environment)
    {
        string path = string.Join('/', $"{folder}/report.html".Split('/').Select(Uri.EscapeDataString));
        bool inside = !folder.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(folder);
        return server switch
        {
            CiServer.GitLab when inside && environment("CI_JOB_URL") is { Length: > 0 } job => $"{job}/artifacts/file/{path}",
            CiServer.Jenkins when inside && environment("BUILD_URL") is { Length: > 0 } build => $"{build.TrimEnd('/')}/artifact/{path}",
            CiServer.GitHub when environment("GITHUB_SERVER_URL") is { Length: > 0 } at && environment("GITHUB_REPOSITORY") is { Length: > 0 } repository && environment("GITHUB_RUN_ID") is { Length: > 0 } run
                => $"{at}/{repository}/actions/runs/{run} (artifacts)",
            _ => null,
        };
    }

    private static string Below(string workspace, string full, string shown)
    {
        string relative = workspace.Length == 0 ? shown : Path.GetRelativePath(workspace, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? shown : relative).Replace('\\', '/');
    }
}
