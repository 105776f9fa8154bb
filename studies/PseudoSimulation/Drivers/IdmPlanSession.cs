using Sim.Geometry;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>
/// Plans along the route with the Intelligent Driver Model: the nearest box in the ego's strip and a red light are leaders that keep their speed
/// along the road. Not thread-safe.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="options">How it plans.</param>
internal sealed class IdmPlanSession(DriverTask task, IdmPlanOptions options) : IDriverSession
{
    private readonly BodyBox _body = task.Actors[task.EgoIndex].Body;
    private readonly Idm _idm = new(options.Idm);
    private readonly double[] _way = new double[PlanTimes.Steps + 1];
    private readonly double[] _speed = new double[PlanTimes.Steps + 1];
    private RoadAhead? _road;

    /// <inheritdoc/>
    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        var road = _road ??= RoadAhead.Of(task, observation.Ego);
        var axle = RearAxleState.FromCentre(observation.Ego, _body.RearAxleToCentreM);
        double s0 = road.Line.Project(new Vector2d(axle.X, axle.Y)).S;
        double front = s0 + _body.RearAxleToCentreM + _body.LengthM / 2;
        var lead = InTheWay.Leader(task, observation, road, front, options.OffsetM, options.ForesightS);
        double light = options.ObeysLights ? InTheWay.Light(observation, road, front, axle.SpeedMps) : double.PositiveInfinity;
        double v = Math.Max(axle.SpeedMps, 0), way = 0;
        for (int i = 0; i < _way.Length; i++)
        {
            (_way[i], _speed[i]) = (way, v);
            double s = s0 + way;
            double desired = road.Limit(s) * options.LimitShare;
            if (options.SlowsForBends)
            {
                desired = Math.Min(desired, road.BendSpeed(s + 0.4 * v));
            }

            double leadSpeed = lead.SpeedMps + options.TrustMps;
            double gap = lead.GapM + leadSpeed * (i * PlanTimes.StepSeconds) - way;
            double accel = _idm.Accel(v, desired, gap, v - leadSpeed);
            accel = Math.Min(accel, _idm.Accel(v, desired, Math.Max(light - way, 0.01), v));
            double next = Math.Max(v + accel * PlanTimes.StepSeconds, 0);
            way += (v + next) / 2 * PlanTimes.StepSeconds;
            v = next;
        }

        return DriverAnswer.FromPlan(RoadPlan.Along(road, axle, observation.TimeUs, _way, _speed, options.OffsetM));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
