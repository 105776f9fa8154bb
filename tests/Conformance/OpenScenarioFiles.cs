using System.Text.Json;
using System.Text.RegularExpressions;
using Sim.Formats.OpenDrive;
using Sim.Formats.OpenScenario;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Tests;

/// <summary>Every OpenSCENARIO file of the data folder is read, or ends with its unsupported version.</summary>
public sealed partial class OpenScenarioFiles(ITestOutputHelper output)
{
    [Fact]
    [Trait("Topic", "openscenario")]
    public void Every_file_of_the_development_half_reads_or_names_its_unsupported_version() => Check("openscenario");

    [Fact]
    [Trait("Topic", "schemas")]
    public void Every_fixture_reads_or_names_its_unsupported_version() => Check("schemas");

    private void Check(string kind)
    {
        string root = GoldenData.Data(kind), data = Path.GetFullPath(Path.Combine(root, ".."));
        var towns = Directory.EnumerateFiles(data, "*.xodr", SearchOption.AllDirectories).ToLookup(f => Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(root, "*.xosc", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        var wrong = new List<string>();
        int scenarios = 0, others = 0, versions = 0, foreign = 0, unread = 0;
        foreach (string path in files)
        {
            string name = Path.GetRelativePath(data, path).Replace('\\', '/');
            var roots = new FileRoots { BaseFolder = data };
            var folders = new OpenScenarioFolders(roots, new SourceFile(name, path), town => towns[town].FirstOrDefault() is { } map ? Read(map) : null);
            OpenScenarioFile file;
            try
            {
                file = OpenScenarioReader.Read(File.ReadAllBytes(path), name, folders);
            }
            catch (InputException e)
            {
                if (Version().IsMatch(e.Message) && e.Line > 0)
                {
                    versions++;
                }
                else
                {
                    wrong.Add(e.Message);
                }

                output.WriteLine(e.Message);
                continue;
            }

            unread += file.Unsupported.Count;
            foreach (var element in file.Unsupported)
            {
                Assert.True(element.Line > 0);
                output.WriteLine($"{name}: {element.Path}:{element.Line}: {element.Reason}");
            }

            if (file.Content != OpenScenarioContent.Scenario)
            {
                Assert.True(file.Entries.Count > 0 || file.ParameterSets.Count > 0, name);
                others++;
                continue;
            }

            scenarios++;
            if (file.Map is null)
            {
                Assert.Contains($"needs the road network '{file.LogicFile}'", Assert.Throws<InputException>(() => file.ToScenario()).Message, StringComparison.Ordinal);
                foreign++;
                continue;
            }

            Scenario scenario;
            try
            {
                scenario = file.ToScenario();
            }
            catch (InputException e)
            {
                wrong.Add(e.Message);
                continue;
            }

            Assert.Equal(file.Entities.Count, scenario.Actors.Count);
            Assert.All(scenario.Actors, a => Assert.True(double.IsFinite(a.Initial.X) && double.IsFinite(a.Initial.Y) && double.IsFinite(a.Initial.HeadingRad)));
            var actions = scenario.Storyboard!.Stories.SelectMany(t => t.Acts).SelectMany(a => a.Groups).SelectMany(g => g.Manoeuvres).SelectMany(m => m.Events).SelectMany(e => e.Actions);
            Assert.DoesNotContain(actions, a => a.Action is UnsupportedAction);
            using var written = new MemoryStream();
            var losses = OpenScenarioWriter.Write(scenario, written);
            var again = OpenScenarioReader.Read(written.ToArray(), name);
            Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario), JsonSerializer.SerializeToUtf8Bytes(again.ToScenario(), SimJson.Default.Scenario));
            Assert.Equal(scenario.Storyboard!.Stories.Count, again.Storyboard!.Stories.Count);
            output.WriteLine($"{name}: {written.Length} bytes written; {string.Join("; ", losses)}");
            output.WriteLine($"{name}: {scenario.Actors.Count} actors, ego {scenario.EgoId}, {scenario.HorizonUs / 1e6} s; {string.Join("; ", scenario.Provenance.Assumptions)}");
        }

        output.WriteLine($"{files.Count} files: {scenarios} scenarios ({foreign} on roads that are not here), {others} catalogs and distributions, {versions} of other versions; {unread} elements or attributes not read");
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"OpenSCENARIO (0\.9|1\.[3-9]), which is not supported; supported are 1\.0, 1\.1 and 1\.2$")]
    private static partial Regex Version();

    private static RoadMap Read(string path) => OpenDriveReader.Read(File.ReadAllBytes(path), Path.GetFileName(path), withRoads: true);
}
