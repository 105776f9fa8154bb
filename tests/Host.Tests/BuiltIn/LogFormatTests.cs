using Sim.Formats.Osi;
using Sim.Host.BuiltIn;
using Sim.Host.Commands;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests.BuiltIn;

/// <summary>Logs of outside formats where people use them: convert, validate, suites.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public LogFormatTests()
    {
        _world.Catalog.Add<IFormat>(new LogFormat("tracks", "tables", ".tracks.yaml"));
        _world.Catalog.Add<IFormat>(new OsiFormat());
        _world.Catalog.Add<IFormat>(new ScenarioFormat());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Tracks_are_converted_validated_and_become_cases_with_all_their_files()
    {
        Tracks();
        Assert.Equal(0, _world.Sim("validate", "road.tracks.yaml"));
        Assert.Equal(0, _world.Sim("convert", "road.tracks.yaml", "road.osi"));
        var read = OsiTraceReader.Read(File.ReadAllBytes(Path.Combine(_world.Folder, "road.osi")), "road.osi");
        Assert.Equal(["1", "2"], read.Tracks.Select(t => t.Id));

        var generator = new RecordingGenerator();
        var request = new GenerateRequest
        {
            Entry = "recorded",
            From = Setting.Map(("recording", Setting.Scalar("*.tracks.yaml")), ("ego", Setting.Scalar("2"))),
            Vehicle = VehicleSpec.Sedan,
            Files = new FileRoots { BaseFolder = _world.Folder },
        };
        var key = Assert.Single(generator.Plan(request, Token));
        Assert.Equal(("road.tracks.yaml#actor-2", "road-2"), (key.Source, key.Label));
        Assert.Equal(["road.csv", "road.tracks.yaml"], generator.Inputs(request, Token).Keys);
        var scenario = generator.Generate(request, key, 0, Token);
        Assert.Equal("2", scenario.EgoId);
        Assert.Equal(10, scenario.Ego.Initial.SpeedMps, 1e-9);
    }

    [Fact]
    public void Traces_of_OSI_become_cases_with_their_host_vehicle_as_the_ego()
    {
        Tracks();
        Assert.Equal(0, _world.Sim("convert", "road.tracks.yaml", "road.osi"));
        var generator = new RecordingGenerator();
        var request = new GenerateRequest
        {
            Entry = "recorded",
            From = Setting.Map(("recording", Setting.Scalar("road.osi"))),
            Vehicle = VehicleSpec.Sedan,
            Files = new FileRoots { BaseFolder = _world.Folder },
        };
        Assert.Equal("1", generator.Generate(request, Assert.Single(generator.Plan(request, Token)), 0, Token).EgoId);
    }

    private void Tracks()
    {
        File.WriteAllText(Path.Combine(_world.Folder, "road.tracks.yaml"), "tracks: road\nlayout: { frame_rate: 10 Hz, columns: { id: id, frame: f, x: x, y: y, heading: h } }\ndata: road.csv\n");
        File.WriteAllText(Path.Combine(_world.Folder, "road.csv"), "id,f,x,y,h\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"1,{i},{i * 2},0,0\n2,{i},{30 + i},0,0\n")));
    }
}
