using Sim.Plugins.Sdk;
using Sim.Rpc.Services;
using Sim.Simulation;

namespace Sim.Tests.Bridges;

/// <summary>bridges/carla over its stand-in. The single calls of the suite send no roads, so it drives on a map that the stand-in has.</summary>
public sealed class CarlaSubject : PythonSubject
{
    /// <inheritdoc/>
    protected override string Package => "carla";

    /// <inheritdoc/>
    public override Setting Options => Setting.Map(("map", Setting.Scalar("Town10HD_Opt")), ("reload", Setting.Scalar("false")));
}

/// <summary>The conformance suite over CARLA's side-car.</summary>
public sealed class CarlaConformanceTests(CarlaSubject subject) : SimulatorConformance<CarlaSubject>(subject);

/// <summary>What only CARLA's side-car does.</summary>
public sealed class CarlaTests(CarlaSubject subject) : IClassFixture<CarlaSubject>
{
    [Fact]
    public void The_scenarios_own_roads_go_along_as_OpenDRIVE()
    {
        Assert.Contains(SimulatorWords.MapOpenDrive, subject.Simulator.Info.Capabilities);
        var scene = subject.Calm(5);

        var recording = ClosedLoop.Run(subject.Simulator, new SimulatorUse(), scene, new SteadyDriver(), Setting.Empty, 1, 2, TestContext.Current.CancellationToken);

        Assert.Equal((RecordingEnd.Horizon, 6), (recording.End, recording.StepCount));
        Assert.DoesNotContain(recording.Provenance.Assumptions, a => a.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Frames_of_its_sensors_reach_the_driver_with_their_step()
    {
        var options = Setting.Map(("sensors", ListOf(Setting.Map(("type", Setting.Scalar("camera")), ("width", Setting.Scalar("32")), ("height", Setting.Scalar("16"))))));
        using var session = subject.Simulator.Open(new SimulatorUse { Options = options }, TestContext.Current.CancellationToken);
        session.Load(subject.Calm(3), 1, TestContext.Current.CancellationToken);
        for (int step = 0; step <= 3; step++)
        {
            var frame = Assert.Single(session.Observe().Frames);
            Assert.Equal(("camera", FrameKind.Image, "rgb8", 32, 16, step * 100_000L), (frame.Sensor, frame.Kind, frame.Encoding, frame.Width, frame.Height, frame.StartUs));
            if (step < 3)
            {
                session.Step(DriverAnswer.FromControls(0, 0), TestContext.Current.CancellationToken);
            }
        }
    }

    private static Setting ListOf(params IReadOnlyList<Setting> items) => new() { Kind = SettingKind.List, Items = items };
}
