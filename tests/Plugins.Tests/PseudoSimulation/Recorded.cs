using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.Sdk;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Small recordings along +x on three lanes, and drivers to ask.</summary>
internal static class Recorded
{
    public static readonly BodyBox Body = new(4.5, 1.8, 1.5, 1.3);

    /// <summary>The ego in the middle lane from x = 20 m.</summary>
    public static Recording Of(
        double seconds = 10, double speed = 10, long stepUs = 100_000, RoadMap? map = null, IReadOnlyList<Track>? others = null, bool simulated = false, string? egoId = "ego")
    {
        int steps = (int)Math.Round(seconds * 1e6 / stepUs) + 1;
        return new Recording
        {
            Name = "r",
            StepUs = stepUs,
            StepCount = steps,
            Map = map ?? Roads.Straight(1000, 3, limit: 15),
            EgoId = egoId,
            Tracks = [Track("ego", 20, Roads.WidthM, speed, steps, stepUs), .. others ?? []],
            Vehicle = simulated ? VehicleSpec.Sedan with { LengthM = 4.5, WidthM = 1.8, WheelbaseM = 2.7, RearOverhangM = 0.95 } : null,
            Provenance = new Provenance { Generator = "test" },
        };
    }

    /// <summary>Somebody with constant speed.</summary>
    public static Track Track(string id, double x, double y, double speed, int steps, long stepUs = 100_000, int firstStep = 0, ActorClass actor = ActorClass.Car)
    {
        var states = new ActorState[steps];
        for (int i = 0; i < steps; i++)
        {
            states[i] = new ActorState(x + speed * i * stepUs * 1e-6, y, 0, speed);
        }

        return Sim.Track.FromStates(id, actor, Body, firstStep, states);
    }

    public static SceneReading Scene(this Recording recording, long timeUs, Plugins.PseudoSimulation.Compatibility compatibility = Plugins.PseudoSimulation.Compatibility.Navsim22) =>
        new RecordedScenes(recording, compatibility).At(timeUs);

    /// <summary>A driver of one line.</summary>
    internal sealed class Driver(Func<DriverTask, Observation, DriverAnswer> decide) : IDriver
    {
        private int _calls;

        public int Calls => _calls;

        public string Name => "line";

        public string Description => "Answers with one line.";

        public DriverInfo Info { get; } = new("line", "1", Reproducibility.Bit);

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session(this, task);

        private sealed class Session(Driver driver, DriverTask task) : IDriverSession
        {
            public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
            {
                Interlocked.Increment(ref driver._calls);
                return driver.Decide(task, observation);
            }

            public void Dispose()
            {
            }
        }

        private DriverAnswer Decide(DriverTask task, Observation observation) => decide(task, observation);
    }

    /// <summary>Straight on at the present speed times a factor.</summary>
    public static Driver Straight(double factor = 1) => new((task, seen) =>
    {
        double offset = task.Actors[task.EgoIndex].Body.RearAxleToCentreM;
        var axle = seen.Ego.Pose.CentreToRearAxle(offset);
        double speed = seen.Ego.SpeedMps * factor;
        return DriverAnswer.FromPlan([.. Enumerable.Range(0, 9).Select(k => Point(axle.Moved(speed * 0.5 * k), seen.TimeUs + k * 500_000, speed))]);
    });

    public static PlanPoint Point(Pose2d pose, long timeUs, double speed) => new(timeUs, pose.X, pose.Y, pose.HeadingRad, speed);
}
