using Sim.Formats.OpenDrive;
using Sim.Host.Planning;
using Sim.Maps;
using Sim.Reports.Ci;

namespace Sim.Host.Ci;

/// <summary>Collects what is wrong with files, with the place of each, for SARIF and code quality reports. Not thread-safe.</summary>
/// <param name="workingFolder">Folder of relative paths.</param>
internal sealed class FileFindings(string workingFolder)
{
    private readonly List<Finding> _all = [];

    /// <summary>All that was found.</summary>
    public IReadOnlyList<Finding> All => _all;

    /// <summary>A file that cannot be used.</summary>
    /// <param name="rule">What kind of file it is.</param>
    /// <param name="file">As the user named it.</param>
    /// <param name="error">Why.</param>
    public void Invalid(FindingRule rule, string file, InputException error) =>
        _all.Add(new Finding(rule, error.Detail, Locate(file, error.File)) { Line = error.Line, Column = error.Column });

    /// <summary>Findings of the lint of OpenDRIVE files.</summary>
    public void OpenDrive(string file, IReadOnlyList<OpenDriveFinding> findings) =>
        _all.AddRange(findings.Select(f => new Finding(FindingRules.OpenDrive, f.Message, file) { Line = f.Line, Column = f.Column }));

    /// <summary>Findings of the lint of maps.</summary>
    public void Map(string file, IReadOnlyList<MapFinding> findings) =>
        _all.AddRange(findings.Select(f => new Finding(FindingRules.Of(f.Rule), $"{f.LaneId}: {f.Message}", file) { Element = f.LaneId, ElementKind = "element" }));

    /// <summary>Waivers of a planned suite that ended or match nothing.</summary>
    public void Waivers(string file, RunPlan plan, DateOnly today)
    {
        foreach (var issue in plan.Suites.SelectMany(s => s.Known))
        {
            var (rule, message) = issue.Expires < today
                ? (FindingRules.WaiverExpired, FormattableString.Invariant($"the waiver of '{issue.CasePattern}' expired on {issue.Expires:yyyy-MM-dd}: {issue.Reason}"))
                : plan.Cases.Any(c => Wildcard.Matches(issue.CasePattern, c.Case.Id)) ? (null, "")
                : (FindingRules.WaiverUnmatched, $"the waiver of '{issue.CasePattern}' matches no case");
            if (rule is not null)
            {
                _all.Add(new Finding(rule, message, file) { Line = issue.Line, Element = issue.CasePattern, ElementKind = "waiver" });
            }
        }
    }

    /// <summary>Requirements that no planned case covers, ids under covers: that no file declares, and entries that cover none; nothing where no suite declares any.</summary>
    public void Requirements(string file, RunPlan plan)
    {
        foreach (var suite in plan.Suites.Where(s => s.Requirements.Count > 0))
        {
            var declared = suite.Requirements.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
            var covered = suite.Cases.SelectMany(c => c.Covers).ToHashSet(StringComparer.Ordinal);
            foreach (var requirement in suite.Requirements.Where(r => !covered.Contains(r.Id)))
            {
                var (at, line) = RunFindings.Place(requirement.Source);
                Gap(FindingRules.RequirementUntested, $"no case covers the requirement '{requirement.Id}'{(requirement.Text.Length > 0 ? $": {requirement.Text}" : "")}", at.Length > 0 ? Locate(file, at) : file, line, requirement.Id, "requirement");
            }

            foreach (var entry in suite.Cases)
            {
                foreach (string id in entry.Covers.Where(id => !declared.Contains(id)))
                {
                    Gap(FindingRules.RequirementUnknown, $"'{id}' is covered, but no file declares such a requirement", file, entry.Line, id, "requirement");
                }

                if (entry.Covers.Count == 0)
                {
                    Gap(FindingRules.CaseWithoutRequirement, $"the cases of the entry '{entry.Name}' cover no requirement", file, entry.Line, entry.Name, "entry");
                }
            }
        }
    }

    /// <summary>Writes the files that were asked for.</summary>
    /// <returns>How many findings did not fit, of the worse file.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public int Write(string? sarif, string? codeQuality, string version)
    {
        int left = 0;
        if (sarif is not null)
        {
            Put(sarif, FindingFiles.Sarif(_all, version, out left));
        }

        if (codeQuality is not null)
        {
            Put(codeQuality, FindingFiles.CodeQuality(_all, out int other));
            left = Math.Max(left, other);
        }

        return left;
    }

    private void Gap(FindingRule rule, string message, string file, int line, string element, string kind) =>
        _all.Add(new Finding(rule, message, file) { Line = line, Element = element, ElementKind = kind });

    private void Put(string path, byte[] content)
    {
        try
        {
            File.WriteAllBytes(Path.GetFullPath(path, workingFolder), content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be written: {e.Message}", path, inner: e);
        }
    }

    // A suite names its vehicles and maps relative to itself; a server knows files from the working folder.
    private string Locate(string file, string? named)
    {
        if (named is null || named == file || Exists(named))
        {
            return named ?? file;
        }

        string beside = Path.Combine(Path.GetDirectoryName(file) ?? "", named).Replace('\\', '/');
        return Exists(beside) ? beside : file;
    }

    private bool Exists(string path)
    {
        try
        {
            return File.Exists(Path.GetFullPath(path, workingFolder));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
