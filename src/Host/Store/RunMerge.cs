using System.Security.Cryptography;
using System.Text.Json;

namespace Sim.Host.Store;

/// <summary>Joins the folders of several shards into one that has the bytes of a single run.</summary>
internal static class RunMerge
{
    /// <summary>Merges.</summary>
    /// <param name="sources">Run folders.</param>
    /// <param name="target">The new, empty folder.</param>
    /// <returns>The merged run.</returns>
    /// <exception cref="InputException">The folders are of different runs, damaged, or the target is in use.</exception>
    /// <exception cref="DuplicateCaseException">A case is in two of them.</exception>
    public static StoredRun Merge(IReadOnlyList<RunFolder> sources, RunFolder target)
    {
        var runs = sources.Select(s => StoredRunReader.Read(s.StorePath)).ToList();
        for (int i = 1; i < runs.Count; i++)
        {
            var differences = IdentityDiff.Between(runs[0].Identity, runs[i].Identity);
            if (differences.Count > 0)
            {
                throw new InputException($"this folder holds another run than {sources[0].Path}; what differs: {string.Join("; ", differences.Take(10))}", sources[i].Path);
            }
        }

        if (target.HasContent)
        {
            throw new InputException("the folder for the merged run is not empty; choose another --out", target.Path);
        }

        var owners = Owners(sources, runs);
        Directory.CreateDirectory(target.Path);
        target.Write("run.json", JsonSerializer.SerializeToUtf8Bytes(runs[0].Identity, HostJson.Indented.RunIdentity));
        using var store = ResultStore.Open(target.StorePath);
        store.Begin(runs[0].Identity, runs[0].Suites, [.. runs[0].Plan.Select(p => (p, true))], null);
        foreach (var (stored, folder) in owners.Values)
        {
            CopyCase(stored, folder, target);
            store.Commit(stored);
        }

        target.Write("timing.json", JsonSerializer.SerializeToUtf8Bytes(Timing(sources), TimingJson.Default.TimingFile));
        return store.Read();
    }

    private static SortedDictionary<string, (StoredCase Case, RunFolder Folder)> Owners(IReadOnlyList<RunFolder> sources, List<StoredRun> runs)
    {
        var owners = new SortedDictionary<string, (StoredCase Case, RunFolder Folder)>(StringComparer.Ordinal);
        for (int i = 0; i < runs.Count; i++)
        {
            foreach (var stored in runs[i].Cases)
            {
                string id = stored.Result.Case.Id;
                if (!owners.TryAdd(id, (stored, sources[i])))
                {
                    throw new DuplicateCaseException($"the case '{id}' is in {owners[id].Folder.Path} and in {sources[i].Path}; each case may be in one shard only");
                }
            }
        }

        return owners;
    }

    private static void CopyCase(StoredCase stored, RunFolder from, RunFolder to)
    {
        string id = stored.Result.Case.Id;
        string source = from.CaseFolder(id);
        string destination = to.CaseFolder(id);
        if (!Directory.Exists(source))
        {
            throw new InputException($"the folder of the committed case '{id}' is missing", from.Path);
        }

        Directory.CreateDirectory(destination);
        foreach (string name in (string[])[CaseFiles.Scenario, CaseFiles.Recording, CaseFiles.Assessment, CaseFiles.DriverLog])
        {
            string file = Path.Combine(source, name);
            if (File.Exists(file))
            {
                File.Copy(file, Path.Combine(destination, name));
            }
        }

        string recording = Path.Combine(destination, CaseFiles.Recording);
        string hash = File.Exists(recording) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(recording))) : "";
        if (hash != stored.Result.RecordingSha256)
        {
            throw new InputException($"the recording of '{id}' is not the one that was committed (its hash differs)", from.Path);
        }
    }

    private static TimingFile Timing(IReadOnlyList<RunFolder> sources)
    {
        var all = sources.Where(s => File.Exists(s.TimingPath)).Select(s => TimingJson.Read(s.TimingPath)).ToList();
        var seconds = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (id, value) in all.SelectMany(t => t.CaseS))
        {
            seconds[id] = value;
        }

        var attempts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, count) in all.SelectMany(t => t.Attempts))
        {
            attempts[id] = count;
        }

        return new TimingFile
        {
            Start = all.Select(t => t.Start).Order(StringComparer.Ordinal).FirstOrDefault() ?? "",
            End = all.Select(t => t.End).Order(StringComparer.Ordinal).LastOrDefault() ?? "",
            WallS = all.Sum(t => t.WallS),
            Jobs = all.Count == 0 ? 0 : all.Max(t => t.Jobs),
            Host = string.Join(", ", all.Select(t => t.Host).Distinct(StringComparer.Ordinal)),
            Runtime = string.Join(", ", all.Select(t => t.Runtime).Distinct(StringComparer.Ordinal)),
            SuiteFiles = Ordered.Copy(all.SelectMany(t => t.SuiteFiles)),
            CaseS = seconds,
            Attempts = attempts,
        };
    }
}
