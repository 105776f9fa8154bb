using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <content>Whether the ego could prevent the first collision.</content>
public static partial class ScenarioCheck
{
    /// <summary>How far the simplified reachability looks, µs.</summary>
    public const long ReachUs = 3_000_000;

    // Braking as a share of full braking, steering as a share of full lock: going on, then every way out.
    private static readonly (double Brake, double Steer)[] Manoeuvres = [(0, 0), (1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (0.5, 0), (0.5, 0.5), (0.5, -0.5)];

    /// <summary>
    /// True when the ego is touched within <see cref="ReachUs"/> whatever it does: going on, braking and steering with all that its vehicle and
    /// the road's friction give, alone and together, against the others' given motion, and driven by IDM.
    /// </summary>
    private static bool IsUnavoidable(Scenario scenario)
    {
        if (scenario.Ego.Behaviour is not DriverBehaviour)
        {
            return false;
        }

        // Whether what a storyboard needs is performed is the simulator's to say, by its settings.
        var world = new World(scenario, strictStoryboard: false);
        var vehicle = EgoVehicle.For(scenario) with { LatencyUs = 0 };
        var ego = new EgoVehicle(vehicle, scenario.Ego.Body.RearAxleToCentreM, scenario.StepUs);
        int steps = (int)Math.Min(ReachUs / scenario.StepUs, scenario.StepCount);
        foreach (var (brake, steer) in Manoeuvres)
        {
            world.Reset();
            ego.Reset(scenario.Ego.Initial);
            var answer = DriverAnswer.FromControls(-brake * vehicle.MaxDecelMps2, steer * vehicle.MaxSteerRad);
            bool touched = TouchesEgo(world);
            for (int k = 0; k < steps && !touched; k++)
            {
                world.Advance(ego.Step(k, answer, exact: false, brake: false));
                touched = TouchesEgo(world);
            }

            if (!touched)
            {
                return false;
            }
        }

        // Whoever drives sensibly may find a way between the extremes.
        var use = new SimulatorUse { HorizonUs = steps * scenario.StepUs, Options = Setting.Map(("unsupported", Setting.Scalar("warn"))) };
        var drive = ClosedLoop.Run(new EmbeddedSimulator(), use, scenario, new Drivers.IdmDriver(), Setting.Empty, 0, 0, CancellationToken.None);
        return drive.Contacts.Any(c => c.A == scenario.EgoId);
    }

    private static bool TouchesEgo(World world)
    {
        foreach (ref readonly var contact in world.Contacts)
        {
            if (contact.A == world.EgoIndex)
            {
                return true;
            }
        }

        return false;
    }
}
