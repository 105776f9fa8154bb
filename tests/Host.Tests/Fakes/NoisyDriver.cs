using Sim.Numerics;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>
/// Driver "noisy": answers differently each time it is asked, from a step on that differs by scenario; by turns with controls, with plans, and
/// with debug output whose noise begins earlier than the command's.
/// </summary>
internal sealed class NoisyDriver : IDriver
{
    private long _sessions;

    public string Name => "noisy";

    public string Description => "Never the same twice.";

    public DriverInfo Info => new("noisy", "1", Reproducibility.Statistical);

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) =>
        new Session(int.Parse(task.Scenario.AsSpan(task.Scenario.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture), new RandomStream((ulong)Interlocked.Increment(ref _sessions)));

    private sealed class Session(int number, RandomStream random) : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
        {
            int step = observation.Step;
            double command = step >= number % 4 ? 0.2 * (random.NextDouble() - 0.5) : 0;
            double shown = step >= number % 3 ? random.NextDouble() : 0;
            var ego = observation.Ego;
            var plan = Plan(observation.TimeUs, ego, command);
            var answer = number % 2 == 0 ? DriverAnswer.FromControls(-1 + command, command / 10) : DriverAnswer.FromPlan(plan);
            return number % 5 != 0 ? answer : answer with
            {
                Debug = new DriverDebug
                {
                    Signals = [new("speed_mps", ego.SpeedMps), new("noise", shown)],
                    Candidates = [new("kept", plan, shown), new("straight", Plan(observation.TimeUs, ego, 0))],
                    Texts = [new("planner", "at step " + step.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                },
            };
        }

        public void Dispose()
        {
        }

        private static PlanPoint[] Plan(long timeUs, ActorState ego, double sideways)
        {
            var points = new PlanPoint[10];
            for (int i = 0; i < points.Length; i++)
            {
                double s = 0.2 * i * ego.SpeedMps;
                points[i] = new PlanPoint(timeUs + (i * 200_000L), ego.X - 1.3 + s, ego.Y + (sideways * i), ego.HeadingRad, ego.SpeedMps);
            }

            return points;
        }
    }
}
