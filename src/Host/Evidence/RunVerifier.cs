using System.Text.Json;
using Sim.Host.SelfTests;
using Sim.Host.Store;

namespace Sim.Host.Evidence;

/// <summary>
/// Holds a run folder against itself: every file against the manifest, every case's files against the store, report.json against the store, and each
/// sign-off against the manifest that it was given for.
/// </summary>
internal static class RunVerifier
{
    /// <summary>Verifies a run folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is wrong, sorted by path; empty when the folder is as it was written.</returns>
    /// <exception cref="InputException">It is no run folder, or its store or manifest cannot be read.</exception>
    public static IReadOnlyList<VerifyFinding> Verify(RunFolder folder, CancellationToken cancellationToken)
    {
        var run = StoredRunReader.Read(folder.StorePath);
        var findings = new List<VerifyFinding>();
        var hashes = Files(folder, findings, cancellationToken);
        foreach (var stored in run.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Case(folder, stored.Result, hashes, findings);
        }

        Report(folder, run, findings);
        SelfTest(folder, run.Identity, findings);
        Signed(folder, findings);
        return [.. findings.OrderBy(f => f.Path, StringComparer.Ordinal).ThenBy(f => f.Kind, StringComparer.Ordinal)];
    }

    private static IReadOnlyDictionary<string, string> Files(RunFolder folder, List<VerifyFinding> findings, CancellationToken cancellationToken)
    {
        if (RunManifest.Read(folder) is not { } manifest)
        {
            findings.Add(new(RunManifest.Name, "missing", "the run folder has no manifest; sim report RUN writes one of the folder as it is now"));
            return Ordered.Empty;
        }

        var present = RunManifest.Listed(folder);
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, hash) in RunManifest.Hashes(folder, present, cancellationToken))
        {
            hashes[path] = hash;
            if (!manifest.TryGetValue(path, out string? written))
            {
                findings.Add(new(path, "added", "the manifest does not list this file"));
            }
            else if (written != hash)
            {
                findings.Add(new(path, "changed", "its hash is not the one of the manifest"));
            }
        }

        findings.AddRange(manifest.Keys.Except(present, StringComparer.Ordinal).Select(p => new VerifyFinding(p, "missing", "the manifest lists this file")));
        return hashes;
    }

    private static void Case(RunFolder folder, CaseResult result, IReadOnlyDictionary<string, string> hashes, List<VerifyFinding> findings)
    {
        string path = $"cases/{result.Case.Id}/{CaseFiles.Assessment}";
        string file = folder.Inside(path);
        if (!File.Exists(file))
        {
            findings.Add(new(path, "missing", "the store has a result of this case"));
        }
        else if (!File.ReadAllBytes(file).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(result, HostJson.Indented.CaseResult)))
        {
            findings.Add(new(path, "changed", "it is not the result that the store holds"));
        }

        string recording = $"cases/{result.Case.Id}/{CaseFiles.Recording}";
        string hash = hashes.TryGetValue(recording, out string? known) ? known : File.Exists(folder.Inside(recording)) ? RunManifest.Hashes(folder, [recording], CancellationToken.None)[0].Hash : "";
        if (hash != result.RecordingSha256)
        {
            findings.Add(new(recording, "changed", "it is not the recording that the result was made from"));
        }
    }

    private static void Report(RunFolder folder, StoredRun run, List<VerifyFinding> findings)
    {
        const string Name = "report.json";
        if (!File.Exists(folder.Inside(Name)))
        {
            findings.Add(new(Name, "missing", "the run has no report; sim report RUN writes it"));
            return;
        }

        var report = JsonFile.Read(folder.Inside(Name), SimJson.Default.RunReport, "report of a run");
        string[] reported = [.. report.Cases.Select(c => Text(c.Result)).Order(StringComparer.Ordinal)];
        string[] stored = [.. run.Cases.Select(c => Text(c.Result)).Order(StringComparer.Ordinal)];
        if (!reported.AsSpan().SequenceEqual(stored))
        {
            findings.Add(new(Name, "changed", "its results are not those that the store holds"));
        }

        if (Text(report.Identity) != Text(run.Identity) || Text(IdentityFile.Read(folder.IdentityPath)) != Text(run.Identity))
        {
            findings.Add(new(Name, "changed", "report, run.json and store do not name the same run"));
        }
    }

    // The manifest cannot hold it, because it names the machine; so it must at least speak of the version that ran, and well.
    private static void SelfTest(RunFolder folder, RunIdentity identity, List<VerifyFinding> findings)
    {
        if (!File.Exists(folder.Inside(SelfTestRecord.FileName)))
        {
            return;
        }

        var record = JsonFile.Read(folder.Inside(SelfTestRecord.FileName), SelfTestJson.Default.SelfTestRecord, "record of a self-test");
        if (record.Environment.Sim != identity.SimVersion)
        {
            findings.Add(new(SelfTestRecord.FileName, "outdated", $"the self-test was of sim {record.Environment.Sim}, the run of {identity.SimVersion}"));
        }

        if (record.ExitCode != ExitCode.Passed || record.Held != record.Checks || record.Tests.Any(t => t.Checks.Any(c => !c.Holds)) || record.Tests.Sum(t => t.Checks.Count) != record.Checks)
        {
            findings.Add(new(SelfTestRecord.FileName, "failed", "the self-test did not pass, or its counts are not those of its checks"));
        }
    }

    private static void Signed(RunFolder folder, List<VerifyFinding> findings)
    {
        string manifest = RunManifest.Hash(folder);
        foreach (var record in SignOffs.Read(folder))
        {
            if (record.ManifestSha256 != manifest)
            {
                findings.Add(new(SignOffs.Name, "outdated", $"the sign-off of {record.By} ({record.Date}) was given for other files than these"));
                continue;
            }

            foreach (var (path, hash) in record.Beside)
            {
                if (!File.Exists(folder.Inside(path)) || RunManifest.Hashes(folder, [path], CancellationToken.None)[0].Hash != hash)
                {
                    findings.Add(new(path, "changed", $"it is not the file that {record.By} signed ({record.Date})"));
                }
            }
        }
    }

    private static string Text(CaseResult result) => JsonSerializer.Serialize(result, SimJson.Default.CaseResult);

    private static string Text(RunIdentity identity) => JsonSerializer.Serialize(identity, SimJson.Default.RunIdentity);
}
