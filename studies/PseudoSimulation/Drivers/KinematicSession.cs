using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Goes on from the present state with constant accelerations, blind to road and others. Not thread-safe.</summary>
/// <param name="task">The task.</param>
/// <param name="law">Acceleration and yaw rate to keep, from the present rear-axle state.</param>
internal sealed class KinematicSession(DriverTask task, KinematicSession.Law law) : IDriverSession
{
    private readonly double _offset = task.Actors[task.EgoIndex].Body.RearAxleToCentreM;

    /// <summary>What is kept.</summary>
    /// <param name="axle">The present state.</param>
    /// <param name="seconds">Time ahead, s.</param>
    /// <returns>Acceleration, m/s², and yaw rate, rad/s.</returns>
    public delegate (double AccelMps2, double YawRateRps) Law(in RearAxleState axle, double seconds);

    /// <inheritdoc/>
    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        var axle = RearAxleState.FromCentre(observation.Ego, _offset);
        var plan = new PlanPoint[PlanTimes.Steps + 1];
        double x = axle.X, y = axle.Y, heading = axle.HeadingRad, v = Math.Max(axle.SpeedMps, 0);
        for (int i = 0; i < plan.Length; i++)
        {
            plan[i] = new PlanPoint(observation.TimeUs + i * PlanTimes.StepUs, x, y, heading, v);
            var (accel, yawRate) = law(axle, i * PlanTimes.StepSeconds);
            double next = Math.Max(v + accel * PlanTimes.StepSeconds, 0);
            double mean = (v + next) / 2;
            // A standing vehicle does not turn.
            double turn = v > 0.1 ? yawRate * PlanTimes.StepSeconds : 0;
            var (sin, cos) = Pinned.SinCos(heading + turn / 2);
            x += mean * PlanTimes.StepSeconds * cos;
            y += mean * PlanTimes.StepSeconds * sin;
            heading += turn;
            v = next;
        }

        return DriverAnswer.FromPlan(plan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
