using System.Text;
using Sim.Formats;
using Sim.Formats.Yaml;
using Sim.Maps;

namespace Sim.Plugins.Retrieval.Generating;

/// <summary>The map and first poses of a user's scenario file.</summary>
internal static class UserScene
{
    private const long MaxBytes = 1L << 28;

    /// <summary>Reads a scenario file; maps that it names may be files of any kind that <see cref="MapFiles"/> reads below the suite's folder and roots.</summary>
    /// <exception cref="InputException">Scenario or map are absent, outside or wrong.</exception>
    public static Scenario Read(SourceFile file, FileRoots roots, VehicleSpec vehicle)
    {
        var scenario = ScenarioYaml.Read(Text(Bytes(file), file.Key), file.Key, reference => reference.File is { } map ? Map(Resolved(map, file, roots)) : null);
        return scenario with
        {
            Actors = [.. scenario.Actors.Select(a => a.Id == scenario.EgoId && a.Behaviour is DriverBehaviour ? a with { Class = vehicle.Class, Body = vehicle.ToBody(), Vehicle = vehicle } : a)],
        };
    }

    /// <summary>Its actors at its start as a recording of one instant, at 10 Hz; the ego first.</summary>
    public static Recording AtStart(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new Recording
        {
            Name = scenario.Name,
            StepUs = Behaviours.SceneOptions.StepUs,
            StepCount = 1,
            Map = scenario.Map,
            EgoId = scenario.EgoId,
            Environment = scenario.Environment,
            Tracks = [.. scenario.Actors.Where(a => a.FirstStep == 0).OrderBy(a => a.Id == scenario.EgoId ? 0 : 1).Select(a => Track.FromStates(a.Id, a.Class, a.Body, 0, [a.Initial]))],
            Provenance = scenario.Provenance,
        };
    }

    /// <summary>The file of the map that a scenario file names; null when it holds the map itself.</summary>
    /// <exception cref="InputException">Scenario or map are absent, outside or wrong.</exception>
    public static SourceFile? MapOf(SourceFile file, FileRoots roots)
    {
        SourceFile? found = null;
        ScenarioYaml.Read(Text(Bytes(file), file.Key), file.Key, reference =>
        {
            found = reference.File is { } map ? Resolved(map, file, roots) : null;
            return found is { } known ? Map(known) : null;
        });
        return found;
    }

    private static SourceFile Resolved(string map, SourceFile scenario, FileRoots roots) => roots.ResolveBeside(Setting.Scalar(map), scenario);

    private static RoadMap Map(SourceFile file) => MapFiles.Read(Bytes(file), file.Key);

    private static string Text(ReadOnlyMemory<byte> content, string file)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(content.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException("the file is not UTF-8", file, inner: e);
        }
    }

    private static byte[] Bytes(SourceFile file)
    {
        try
        {
            long length = new FileInfo(file.FullPath).Length;
            return length <= MaxBytes
                ? File.ReadAllBytes(file.FullPath)
                : throw new InputException(FormattableString.Invariant($"the file has {length} bytes; the limit is {MaxBytes}"), file.Key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the file cannot be read; check that it exists and is readable", file.Key, inner: e);
        }
    }
}
