using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Drives by a fitted policy: the way comes from it, the line is the route's, or straight on where it knows no road. Not thread-safe.</summary>
internal sealed class FittedSession(DriverTask task, FittedPolicy policy) : IDriverSession
{
    private const int StepsPerPose = 5;

    private readonly double _offset = task.Actors[task.EgoIndex].Body.RearAxleToCentreM;
    private readonly double[] _features = new double[Features.Total];
    private readonly double[] _knots = new double[FittedPolicy.Poses];
    private readonly double[] _way = new double[PlanTimes.Steps + 1];
    private readonly double[] _speed = new double[PlanTimes.Steps + 1];
    private RoadAhead? _road;

    /// <inheritdoc/>
    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        var road = _road ??= RoadAhead.Of(task, observation.Ego);
        var axle = RearAxleState.FromCentre(observation.Ego, _offset);
        Features.Read(task, observation, road, axle, _features);
        policy.Plan(_features, _knots);
        Interpolate(Math.Max(axle.SpeedMps, 0));
        return DriverAnswer.FromPlan((policy.Sees & FeatureSet.Road) == 0 ? Bend(axle, observation.TimeUs) : RoadPlan.Along(road, axle, observation.TimeUs, _way, _speed));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    // Cubic Hermite between the half seconds, slopes by differences, no faster than the chords allow; after 4 s the last speed is kept.
    private void Interpolate(double speed)
    {
        const double h = 0.5;
        double slope = speed;
        for (int k = 0; k < FittedPolicy.Poses; k++)
        {
            double from = k > 0 ? _knots[k - 1] : 0, chord = (_knots[k] - from) / h;
            double next = k + 1 < FittedPolicy.Poses ? (chord + (_knots[k + 1] - _knots[k]) / h) / 2 : chord;
            double a = Math.Min(slope, 3 * chord), b = Math.Min(next, 3 * chord);
            for (int i = 0; i < StepsPerPose; i++)
            {
                double u = (double)i / StepsPerPose;
                int at = k * StepsPerPose + i;
                _way[at] = from + h * (u * (1 - u) * (1 - u) * a + u * u * (3 - 2 * u) * chord - u * u * (1 - u) * b);
                _speed[at] = (1 - u) * (1 - 3 * u) * a + 6 * u * (1 - u) * chord + u * (3 * u - 2) * b;
            }

            slope = next;
        }

        double last = Math.Max(slope, 0);
        for (int at = FittedPolicy.Poses * StepsPerPose, k = 0; at < _way.Length; at++, k++)
        {
            _way[at] = _knots[^1] + k * PlanTimes.StepSeconds * last;
            _speed[at] = last;
        }

        _speed[0] = speed;
        for (int at = 0; at < _speed.Length; at++)
        {
            _speed[at] = Math.Max(_speed[at], 0);
        }
    }

    private PlanPoint[] Bend(in RearAxleState axle, long timeUs)
    {
        double curvature = axle.SpeedMps > 0.5 ? axle.YawRateRps / axle.SpeedMps : 0;
        var plan = new PlanPoint[_way.Length];
        double x = axle.X, y = axle.Y;
        for (int i = 0; i < plan.Length; i++)
        {
            if (i > 0)
            {
                double step = _way[i] - _way[i - 1];
                var (sin, cos) = Pinned.SinCos(axle.HeadingRad + curvature * (_way[i] + _way[i - 1]) / 2);
                (x, y) = (x + step * cos, y + step * sin);
            }

            plan[i] = new PlanPoint(timeUs + i * PlanTimes.StepUs, x, y, axle.HeadingRad + curvature * _way[i], _speed[i]);
        }

        return plan;
    }
}
