using Sim.Formats.Yaml;
using Sim.Reports.Requirements;

namespace Sim.Host.Planning;

/// <summary>Reads suites with the hashes of their files.</summary>
internal static class SuiteLoader
{
    /// <summary>Reads suites.</summary>
    /// <param name="paths">Files, as the user wrote them.</param>
    /// <param name="options">Variables and roots.</param>
    /// <exception cref="InputException">Absent or wrong, with the place.</exception>
    public static IReadOnlyList<SuiteInput> Load(IReadOnlyList<string> paths, YamlOptions options)
    {
        if (paths.Count == 0)
        {
            throw new InputException("no suite is named; write sim run SUITE.yaml (sim init writes a first one)");
        }

        return [.. paths.Select(p => Load(p, options))];
    }

    private static SuiteInput Load(string path, YamlOptions options)
    {
        var suite = SuiteFile.Read(path, options);
        suite = suite with { Requirements = RequirementFiles.ReadAll(suite.RequirementFiles) };
        var files = suite.Sources.Select(s => new InputFile(s.Key, FileHash.Of(s.FullPath, s.Key)))
            .Prepend(new InputFile($"suite:{suite.Name}", FileHash.Of(Path.GetFullPath(path, options.WorkingFolder), path)));
        return new SuiteInput(suite, [.. files]);
    }
}
