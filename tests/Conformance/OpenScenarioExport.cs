using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Sim.Formats.CommonRoad;
using Sim.Formats.OpenScenario;
using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests;

/// <summary>Recorded traffic written as OpenSCENARIO comes back as it was, and moves as recorded where only the standard's own words are read.</summary>
public sealed class OpenScenarioExport(ITestOutputHelper output)
{
    private const int MostFiles = 4;
    private const double PlaceM = 0.05;
    private const double HeadingRad = 0.01;

    [Fact]
    [Trait("Topic", "openscenario")]
    public void Logs_written_as_OpenSCENARIO_come_back_and_move_as_recorded()
    {
        var all = Directory.EnumerateFiles(GoldenData.Data("commonroad"), "*.xml", SearchOption.AllDirectories).Where(f => new FileInfo(f).Length < 2_000_000).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(all);
        var wrong = new List<string>();
        int actors = 0, states = 0;
        double worst = 0, turned = 0;
        foreach (string path in all.Where((_, i) => i % Math.Max(1, all.Count / MostFiles) == 0))
        {
            var read = CommonRoadReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));
            if (read.Problems.Count == 0)
            {
                continue;
            }

            var scenario = read.ToScenario(read.Problems[0].Id);
            using var stream = new MemoryStream();
            OpenScenarioWriter.Write(scenario, stream);
            var again = OpenScenarioReader.Read(stream.ToArray(), "again.xosc").ToScenario();
            Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario), JsonSerializer.SerializeToUtf8Bytes(again, SimJson.Default.Scenario));

            var recording = Run(stream.ToArray(), scenario);
            foreach (var actor in scenario.Actors)
            {
                if (actor.Behaviour is not TrajectoryBehaviour log)
                {
                    continue;
                }

                var track = recording.Find(actor.Id);
                Assert.True(track is not null, $"{path}: {actor.Id} never appears");
                actors++;
                for (int i = 0; i < log.States.Count; i++)
                {
                    var (timeUs, state) = log.States[i];
                    int step = (int)(timeUs / scenario.StepUs);
                    if (timeUs % scenario.StepUs != 0 || timeUs > scenario.HorizonUs || !track.IsPresent(step))
                    {
                        // An entity is added and deleted within a step of its first and last state.
                        if (timeUs % scenario.StepUs == 0 && timeUs <= scenario.HorizonUs && timeUs - log.States[0].TimeUs > scenario.StepUs && log.States[^1].TimeUs - timeUs > scenario.StepUs)
                        {
                            wrong.Add($"{path}: {actor.Id} is absent at {timeUs} µs");
                        }

                        continue;
                    }

                    var found = track.At(step);
                    var off = found.Pose.CentreToRearAxle(actor.Body.RearAxleToCentreM).Position - state.Pose.CentreToRearAxle(actor.Body.RearAxleToCentreM).Position;

                    // A trajectory is a way, on which the engine, as others do, turns from one vertex's heading to the next one's around a vertex: at it the
                    // heading lies between the neighbours'. Who turns where it stands has the heading of the way.
                    bool moves = Moved(log, i) && Moved(log, i + 1);
                    double turn = moves ? Math.Abs(Numerics.Pinned.AngleDifference(found.HeadingRad, state.HeadingRad)) : 0;
                    double most = HeadingRad + Math.Max(Turn(log, i), Turn(log, i + 1));
                    if (off.Length > PlaceM || turn > most)
                    {
                        wrong.Add($"{path}: {actor.Id} is {off.Length} m and {turn} rad off at {timeUs} µs");
                    }

                    (worst, turned) = (Math.Max(worst, off.Length), Math.Max(turned, turn));
                    states++;
                }
            }
        }

        output.WriteLine(string.Join('\n', wrong.Take(40)));
        output.WriteLine($"{actors} actors, {wrong.Count} wrong, {states} states, worst {worst} m, {turned} rad");
        Assert.True(states > 0);
        Assert.Empty(wrong);
    }

    private static double Turn(TrajectoryBehaviour log, int to) =>
        to <= 0 || to >= log.States.Count ? 0 : Math.Abs(Numerics.Pinned.AngleDifference(log.States[to].State.HeadingRad, log.States[to - 1].State.HeadingRad));

    private static bool Moved(TrajectoryBehaviour log, int to) =>
        to <= 0 || to >= log.States.Count || (log.States[to].State.Pose.Position - log.States[to - 1].State.Pose.Position).Length > 0.1;

    private static Recording Run(byte[] written, Scenario scenario)
    {
        var document = XDocument.Parse(Encoding.UTF8.GetString(written));
        document.Descendants("Property").Where(p => ((string)p.Attribute("name")!).StartsWith("sim.", StringComparison.Ordinal)).Remove();
        var file = OpenScenarioReader.Read(Encoding.UTF8.GetBytes(document.ToString()), "bare.xosc");
        Assert.Null(file.Carried);
        Assert.Empty(file.Unsupported);
        var bare = file.ToScenario(new OpenScenarioOptions { StepUs = scenario.StepUs, HorizonUs = scenario.HorizonUs, EgoId = scenario.EgoId }) with { Map = scenario.Map };
        return ClosedLoop.Run(new EmbeddedSimulator(), new SimulatorUse(), bare, null, Setting.Empty, 1, 1, TestContext.Current.CancellationToken);
    }
}
