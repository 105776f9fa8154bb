using Sim.Plugins.Sdk;
using Sim.Simulation;

namespace Sim.Tests.Engine;

public class SimulationModulesTests
{
    [Fact]
    public void The_engine_and_its_drivers_register_under_their_documented_names()
    {
        var registry = new Registry();
        SimulationModules.Register(registry);

        Assert.Equal(
            ["IAssessor replay", "IDriver constant-velocity", "IDriver idm", "IDriver log-replay", "IDriver stationary", "IDriver trajectory", "ISelfTest models", "ISimulator embedded"],
            registry.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(50_000)]
    public void A_suite_may_replace_the_step_and_the_horizon(long stepUs)
    {
        var scene = Worlds.Scene(
            Sim.Maps.RoadMap.Empty, 4, Worlds.Ego(speed: 10), Worlds.Other("late", new ConstantVelocityBehaviour(), y: 20, speed: 5, firstStep: 10));
        var recording = Worlds.Run(scene, new Sim.Simulation.Drivers.ConstantVelocityDriver(), new SimulatorUse { StepUs = stepUs, HorizonUs = 2_000_000 });

        Assert.Equal(stepUs, recording.StepUs);
        Assert.Equal(2_000_000 / stepUs + 1, recording.StepCount);
        Assert.Equal(20, recording.Ego()!.At(recording.StepCount - 1).X, 6);
        Assert.Equal(1_000_000, recording.TimeUs(recording.Find("late")!.FirstStep));
    }

    [Fact]
    public void An_option_that_the_embedded_simulator_does_not_have_is_refused()
    {
        var use = new SimulatorUse { Options = Setting.Map(("substeps", Setting.Scalar("3"))) };
        Assert.Throws<InputException>(() => new EmbeddedSimulator().Open(use, TestContext.Current.CancellationToken));
    }

    private sealed class Registry : IModuleRegistry
    {
        public List<string> Names { get; } = [];

        public void Add<TContract>(TContract module)
            where TContract : class, IModule => Names.Add($"{typeof(TContract).Name} {module.Name}");
    }
}
