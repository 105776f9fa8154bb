using System.Security.Cryptography;
using System.Text.Json;
using Sim.Maps;

namespace Sim.Host.Store;

/// <summary>A run folder on disk (DESIGN §5). Thread-safe for different cases.</summary>
internal sealed class RunFolder(string path, CaseCodec codec)
{
    private const string TemporaryPrefix = ".tmp-";

    /// <summary>Absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The store's file.</summary>
    public string StorePath => At("results.sqlite");

    /// <summary>run.json.</summary>
    public string IdentityPath => At("run.json");

    /// <summary>timing.json.</summary>
    public string TimingPath => At("timing.json");

    private string Cases => At("cases");

    /// <summary>True when the folder exists and holds anything.</summary>
    public bool HasContent => Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any();

    /// <summary>Writes the files of a case so that they appear together, and returns its result with the hashes of scenario and recording.</summary>
    public CaseResult WriteCase(CaseResult result, Scenario? scenario, Recording? recording, byte[]? driverLog)
    {
        string id = Checked(result.Case.Id);
        string temporary = System.IO.Path.Combine(Cases, TemporaryPrefix + id);
        string final = System.IO.Path.Combine(Cases, id);
        Remove(temporary);
        Remove(final);
        Directory.CreateDirectory(temporary);
        if (scenario is not null)
        {
            result = result with { ScenarioSha256 = ScenarioHash.Of(scenario) };
            File.WriteAllBytes(System.IO.Path.Combine(temporary, CaseFiles.Scenario), codec.WriteScenario(scenario, recording is not null && SameMap(recording.Map, scenario.Map)));
        }

        if (recording is not null)
        {
            byte[] bytes = codec.WriteRecording(recording);
            File.WriteAllBytes(System.IO.Path.Combine(temporary, CaseFiles.Recording), bytes);
            result = result with { RecordingSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        }

        // An empty one is written too: whether a driver printed anything may differ between equal runs, whether a case has a log may not.
        if (driverLog is not null)
        {
            File.WriteAllBytes(System.IO.Path.Combine(temporary, CaseFiles.DriverLog), driverLog);
        }

        File.WriteAllBytes(System.IO.Path.Combine(temporary, CaseFiles.Assessment), JsonSerializer.SerializeToUtf8Bytes(result, HostJson.Indented.CaseResult));
        Directory.Move(temporary, final);
        return result;
    }

    /// <summary>Deletes what a killed run left: unfinished files, and folders of cases that were not committed.</summary>
    public void RemoveLeftovers(IReadOnlySet<string> committed)
    {
        foreach (string file in Directory.EnumerateFiles(Path, "*" + AtomicFile.Suffix))
        {
            File.Delete(file);
        }

        if (!Directory.Exists(Cases))
        {
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories(Cases))
        {
            if (!committed.Contains(System.IO.Path.GetFileName(folder)))
            {
                Remove(folder);
            }
        }
    }

    /// <summary>Writes a file of the run.</summary>
    public void Write(string name, ReadOnlySpan<byte> content) => AtomicFile.Write(At(name), content);

    /// <summary>The scenario of a case.</summary>
    /// <exception cref="InputException">Absent or damaged.</exception>
    public Scenario Scenario(string caseId)
    {
        string file = CaseFile(caseId, CaseFiles.Scenario);
        return File.Exists(file)
            ? codec.ReadScenario(File.ReadAllBytes(file), file, () => Recording(caseId))
            : throw new InputException($"the case '{caseId}' has no {CaseFiles.Scenario} in this run folder", Path);
    }

    /// <summary>The bytes of a case's recording, or null.</summary>
    public byte[]? RecordingBytes(string caseId)
    {
        string file = CaseFile(caseId, CaseFiles.Recording);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    /// <summary>The recording of a case, or null when it was not kept.</summary>
    public Recording? Recording(string caseId) =>
        RecordingBytes(caseId) is { } bytes ? codec.ReadRecording(bytes, CaseFile(caseId, CaseFiles.Recording)) : null;

    /// <summary>A path within the folder, absolute.</summary>
    /// <exception cref="InputException">It leaves the folder.</exception>
    public string Inside(string relative)
    {
        string full = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, relative));
        return full.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new InputException($"'{relative}' leaves the run folder");
    }

    /// <summary>Path of a case's folder.</summary>
    public string CaseFolder(string caseId) => System.IO.Path.Combine(Cases, Checked(caseId));

    private string CaseFile(string caseId, string name) => System.IO.Path.Combine(CaseFolder(caseId), name);

    private string At(string name) => System.IO.Path.Combine(Path, name);

    // Ids come from CaseId, but also from stores and shards that others wrote: only what CaseId can make becomes a folder name.
    private static string Checked(string caseId) =>
        caseId.Length is > 0 and <= 200 && caseId.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && caseId[0] != '-'
            ? caseId
            : throw new InputException($"'{(caseId.Length > 60 ? caseId[..60] + "…" : caseId)}' is not a case id (lower-case letters, digits, hyphens)");

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // By content: a simulator in another process gives the map back as a copy.
    private static bool SameMap(RoadMap a, RoadMap b) => ReferenceEquals(a, b) || a.ContentHash() == b.ContentHash();
}
