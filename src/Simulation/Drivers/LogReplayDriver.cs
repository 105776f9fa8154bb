using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Simulation.Drivers;

/// <summary>
/// Repeats the ego's own log: the simulator puts the ego exactly on the plan. Refuses a scenario without a log of the ego. After the end of
/// the log it stands at the last state. No options. Safe for concurrent use.
/// </summary>
public sealed class LogReplayDriver : IDriver
{
    /// <inheritdoc/>
    public string Name => "log-replay";

    /// <inheritdoc/>
    public string Description => "Repeats the ego's own recorded drive exactly; refuses scenarios that have none.";

    /// <inheritdoc/>
    public DriverInfo Info { get; } = new("log-replay", EmbeddedSimulator.Version, Reproducibility.Bit, PerfectTracking: true);

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        new SettingReader(options, "the options of driver 'log-replay'").Done();
        if (task.EgoLog.Count == 0)
        {
            throw new InputException($"driver 'log-replay' cannot drive scenario '{task.Scenario}': it holds no log of the ego; use a scenario made from a recording with a designated ego, or another driver");
        }

        double offset = task.Actors[task.EgoIndex].Body.RearAxleToCentreM;
        var plan = new PlanPoint[task.EgoLog.Count];
        for (int i = 0; i < plan.Length; i++)
        {
            var (time, state) = task.EgoLog[i];
            var axle = RearAxleState.FromCentre(state, offset);
            plan[i] = new PlanPoint(time, axle.X, axle.Y, axle.HeadingRad, axle.SpeedMps);
        }

        return new Session(plan);
    }

    private sealed class Session(PlanPoint[] plan) : IDriverSession
    {
        private const long HorizonUs = 5_000_000;

        private int _from;

        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            long now = observation.TimeUs;
            if (_from > 0 && plan[_from].TimeUs > now)
            {
                _from = 0;
            }

            while (_from + 1 < plan.Length && plan[_from + 1].TimeUs <= now)
            {
                _from++;
            }

            int to = _from;
            while (to < plan.Length && plan[to].TimeUs <= now + HorizonUs && to - _from < DriverAnswer.MaxPlanPoints - 1)
            {
                to++;
            }

            var part = new List<PlanPoint>(plan.AsSpan(_from, to - _from).ToArray());
            if (to == plan.Length)
            {
                // Beyond the log the ego stands.
                var last = part[^1];
                part.Add(last with { TimeUs = Math.Max(now, last.TimeUs) + HorizonUs, SpeedMps = 0 });
            }
            else if (part.Count < 2)
            {
                part.Add(plan[to]);
            }

            return DriverAnswer.FromPlan(part);
        }

        public void Dispose()
        {
        }
    }
}
