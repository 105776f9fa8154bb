using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Simulator "fake": the ego moves at its initial speed plus what the driver asks, five steps; its start depends on the seed.</summary>
internal sealed class FakeSimulator : ISimulator
{
    public string Name => "fake";

    public string Description => "Moves the ego.";

    public SimulatorInfo Info => new("fake", "1", Reproducibility.Bit, ["controls"]);

    public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => new Session();

    private sealed class Session : ISimulatorSession
    {
        private readonly List<ActorState> _states = [];
        private readonly List<RecordedAnswer> _answers = [];
        private readonly Observation _observation = new();
        private Scenario? _scenario;

        public DriverTask Task => new()
        {
            Scenario = _scenario!.Name,
            Map = _scenario.Map,
            StepUs = _scenario.StepUs,
            HorizonUs = _scenario.HorizonUs,
            Actors = [.. _scenario.Actors.Select(a => new ActorInfo(a.Id, a.Class, a.Body))],
            EgoIndex = 0,
            Vehicle = VehicleSpec.Sedan,
            Task = _scenario.Task,
        };

        public bool IsOver => _states.Count > _scenario!.StepCount;

        public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
        {
            _scenario = scenario;
            _states.Add(scenario.Ego.Initial with { X = seed % 1000 / 1000.0 });
        }

        public void Reset() => _states.RemoveRange(1, _states.Count - 1);

        public Observation Observe()
        {
            _observation.Step = _states.Count - 1;
            _observation.TimeUs = _observation.Step * _scenario!.StepUs;
            _observation.Ego = _states[^1];
            return _observation;
        }

        public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
        {
            var state = _states[^1];
            double accel = answer?.Controls?.AccelMps2 ?? 0;
            if (answer is not null)
            {
                _answers.Add(new RecordedAnswer(_states.Count - 1, answer));
            }

            double speed = state.SpeedMps + accel * 0.1;
            _states.Add(state with { X = state.X + speed * 0.1, SpeedMps = speed, AccelMps2 = accel });
        }

        public Recording Finish(RecordingEnd? end = null) => new()
        {
            Name = _scenario!.Name,
            StepUs = _scenario.StepUs,
            StepCount = _states.Count,
            Map = _scenario.Map,
            EgoId = "ego",
            Tracks = [Track.FromStates("ego", ActorClass.Car, _scenario.Ego.Body, 0, [.. _states])],
            Answers = [.. _answers],
            End = end ?? RecordingEnd.Horizon,
            Traffic = "scripted",
            Provenance = _scenario.Provenance,
        };

        public void Dispose()
        {
        }
    }
}
