using System.Text;
using Sim.Formats.Yaml;
using Sim.Host.Evidence;
using Sim.Host.Output;
using Sim.Host.Planning;
using Sim.Host.Plugins;
using Sim.Host.Running;
using Sim.Host.Store;
using Sim.Plugins.Sdk;

namespace Sim.Host.SelfTests;

/// <summary>
/// A whole run in a temporary folder: a small suite is planned, simulated, assessed and stored; every scenario, recording and assessment must have its
/// recorded hash. Then the evidence is tampered with, which verification must find.
/// </summary>
/// <param name="modules">The modules, the plugins' included.</param>
internal sealed class ReferenceRunSelfTest(ModuleCatalog modules) : ISelfTest
{
    private const string Own = "own output, the same in every step of the tests (.ci/steps/same-bytes.sh)";
    private const string Evidence = "docs/evidence.md";

    /// <inheritdoc/>
    public string Name => "reference-run";

    /// <inheritdoc/>
    public string Description => "Plans, simulates, assesses and stores a small suite: hashes of scenarios, recordings and assessments; tampering is found.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken)
    {
        string scratch = Directory.CreateTempSubdirectory("sim-selftest-").FullName;
        try
        {
            string suite = Path.Combine(scratch, "reference.yaml");
            File.WriteAllText(suite, Resource("reference.yaml"));
            var plan = new RunPlanner(modules).Plan(
                SuiteLoader.Load([suite], new YamlOptions { WorkingFolder = scratch }), new PlanOptions { WorkingFolder = scratch }, cancellationToken);
            var folder = new RunFolder(Path.Combine(scratch, "run"), CaseCodecs.Standard);
            new RunSession(modules, CaseCodecs.Standard, RunProgress.Silent, static _ => { }).Run(
                new RunRequest { Plan = plan, Out = folder.Path, Engine = new EngineOptions { Jobs = 2 }, Today = DateOnly.MinValue, Writers = [] }, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return [.. Hashes(folder), .. Tampering(folder, cancellationToken)];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static IEnumerable<SelfCheck> Hashes(RunFolder folder)
    {
        var found = RunManifest.Read(folder) ?? new Dictionary<string, string>();
        var expected = Resource("reference.sha256").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split("  ")).ToDictionary(l => l[1], l => l[0], StringComparer.Ordinal);
        yield return SelfCheck.OfText("files of the cases", string.Join(' ', expected.Keys), string.Join(' ', found.Keys.Where(IsOfCase).Order(StringComparer.Ordinal)), Own);
        foreach (var (path, hash) in expected)
        {
            yield return SelfCheck.OfText(path, hash, found.GetValueOrDefault(path, "no such file"), Own);
        }
    }

    private static IEnumerable<SelfCheck> Tampering(RunFolder folder, CancellationToken cancellationToken)
    {
        yield return Verified("evidence as written", "");
        string recording = Path.GetRelativePath(folder.Path, Directory.GetFiles(folder.Path, CaseFiles.Recording, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First()).Replace('\\', '/');
        string assessment = recording.Replace(CaseFiles.Recording, CaseFiles.Assessment, StringComparison.Ordinal);

        byte[] original = File.ReadAllBytes(folder.Inside(recording)), changed = [.. original];
        changed[changed.Length / 2] ^= 1;
        File.WriteAllBytes(folder.Inside(recording), changed);
        yield return Verified("one changed bit of a recording is found", $"{recording} changed, {recording} changed");
        File.WriteAllBytes(folder.Inside(recording), original);

        byte[] result = File.ReadAllBytes(folder.Inside(assessment));
        File.WriteAllBytes(folder.Inside(assessment), [.. result, (byte)' ']);
        RunManifest.Write(folder, cancellationToken);
        yield return Verified("a result changed together with the manifest is found", $"{assessment} changed");
        File.WriteAllBytes(folder.Inside(assessment), result);
        RunManifest.Write(folder, cancellationToken);

        File.WriteAllText(folder.Inside("added.txt"), "");
        yield return Verified("an added file is found", "added.txt added");
        File.Delete(folder.Inside("added.txt"));
        File.Delete(folder.Inside(recording));
        yield return Verified("a removed recording is found", $"{recording} changed, {recording} missing");

        SelfCheck Verified(string name, string expected)
        {
            string found = string.Join(", ", RunVerifier.Verify(folder, cancellationToken).Select(f => $"{f.Path} {f.Kind}"));
            return SelfCheck.OfText(name, expected.Length == 0 ? "no finding" : expected, found.Length == 0 ? "no finding" : found, Evidence);
        }
    }

    private static bool IsOfCase(string path) => path.StartsWith("cases/", StringComparison.Ordinal);

    private static string Resource(string name)
    {
        using var stream = typeof(ReferenceRunSelfTest).Assembly.GetManifestResourceStream("selftest/" + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
