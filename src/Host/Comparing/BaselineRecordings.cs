using System.Security.Cryptography;
using Sim.Host.Store;

namespace Sim.Host.Comparing;

/// <summary>
/// The recordings of a baseline. They only draw the other run into replays, so one that is damaged is told about and left out; the comparison itself rests on the store. Thread-safe
/// once checked.
/// </summary>
/// <param name="folder">The baseline's folder.</param>
/// <param name="report">Its report, with the hash of each recording that was kept.</param>
/// <param name="warn">Told about what is damaged.</param>
internal sealed class BaselineRecordings(RunFolder folder, RunReport report, Action<string> warn)
{
    private readonly Dictionary<string, string> _hashes = report.Cases.Where(c => c.Result.RecordingSha256.Length > 0).ToDictionary(c => c.Result.Case.Id, c => c.Result.RecordingSha256, StringComparer.Ordinal);
    private HashSet<string> _damaged = [];

    /// <summary>Hashes the recordings of cases.</summary>
    /// <param name="cases">Ids, as far as both runs have a recording.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Ids of those that are missing, or not what the baseline's store says, sorted.</returns>
    public IReadOnlyList<string> Check(IEnumerable<string> cases, CancellationToken cancellationToken)
    {
        string[] kept = [.. cases.Where(_hashes.ContainsKey).Order(StringComparer.Ordinal)];
        bool[] whole = new bool[kept.Length];
        Parallel.For(0, kept.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => whole[i] = HashOf(kept[i]) == _hashes[kept[i]]);
        string[] damaged = [.. kept.Where((_, i) => !whole[i])];
        _damaged = damaged.ToHashSet(StringComparer.Ordinal);
        foreach (string sentence in Told(damaged))
        {
            warn(sentence);
        }

        return damaged;
    }

    /// <summary>One sentence about damaged recordings; none where all are whole.</summary>
    public static IEnumerable<string> Told(IReadOnlyList<string> damaged) => damaged.Count switch
    {
        0 => [],
        1 => [$"the baseline's recording of {damaged[0]} is damaged or missing, so its replay does not show the baseline"],
        int many => [$"the baseline's recordings of {many} cases are damaged or missing (the first: {damaged[0]}), so their replays do not show the baseline"],
    };

    /// <summary>The recording of a case, or null when there is none that can be used.</summary>
    public Recording? Read(string caseId)
    {
        if (!_hashes.ContainsKey(caseId) || _damaged.Contains(caseId))
        {
            return null;
        }

        try
        {
            return folder.Recording(caseId);
        }
        catch (InputException e)
        {
            // Whole, but of a version that this one does not read.
            warn($"the baseline's recording of {caseId} is not shown: {e.Message}");
            return null;
        }
    }

    private string HashOf(string caseId)
    {
        string file = Path.Combine(folder.CaseFolder(caseId), CaseFiles.Recording);
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
