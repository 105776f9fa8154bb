using Sim.Plugins.Sdk;
using Sim.Simulation.Engine;
using Sim.Simulation.Storyboards;

namespace Sim.Simulation;

/// <summary>One scenario in the embedded engine. Not thread-safe.</summary>
internal sealed class EmbeddedSession : ISimulatorSession, ISimulatorProgress
{
    /// <summary>Time that a case goes on after the ego's first contact, µs: the report shows what follows, the ego brakes.</summary>
    public const long AfterContactUs = 1_000_000;

    /// <summary>Largest number of actor states in one recording.</summary>
    public const long MaxStates = 50_000_000;

    private readonly SimulatorUse _use;
    private readonly IOutsideTraffic? _outside;
    private Loaded? _loaded;

    public EmbeddedSession(SimulatorUse use, IOutsideTraffic? outside = null) => (_use, _outside) = (use, outside);

    public bool PerfectTracking { get; set; }

    public DriverTask Task => Ready.Task;

    public bool IsOver => Ready.IsOver;

    public IReadOnlyList<RecordedEvent> Events => Ready.Log.EventsSoFar;

    public IReadOnlyList<Contact> Contacts => Ready.Log.ContactsSoFar;

    public RecordingEnd? End => Ready.End;

    public bool EgoIsPresent => Ready.EgoIsPresent;

    public string Traffic => Ready.Traffic;

    private Loaded Ready => _loaded ?? throw new InvalidOperationException("No scenario is loaded.");

    public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        scenario = StoryStart.Apply(TrafficOverride.Apply(scenario, _use));
        if (ScenarioCheck.Refusal(scenario) is { } refusal)
        {
            throw new InputException($"scenario '{scenario.Name}' {refusal}");
        }

        var part = _outside?.Load(scenario, seed, cancellationToken);
        _loaded = new Loaded(part?.Scenario ?? scenario, seed, _use, _outside, part);
    }

    public void Reset() => Ready.Reset();

    public Observation Observe() => Ready.Observe();

    public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Ready.Step(answer, PerfectTracking, cancellationToken);
    }

    public Recording Finish(RecordingEnd? end = null) => Ready.Finish(end);

    public void Dispose()
    {
        _loaded = null;
        _outside?.Dispose();
    }

    private sealed class Loaded
    {
        private readonly Scenario _scenario;
        private readonly ulong _seed;
        private readonly bool _stopAtContact;
        private readonly string? _traffic;
        private readonly World _world;
        private readonly EgoVehicle? _ego;
        private readonly StateColumns _columns;
        private readonly GoalCheck _goals;
        private readonly EventLog _events;
        private readonly List<RecordedAnswer> _answers = [];
        private readonly Observation _observation = new();
        private readonly ObservedActor[] _others;
        private readonly ObservedSignal[] _signals;
        private readonly IOutsideTraffic? _outside;
        private readonly OutsidePart? _part;
        private RecordingEnd? _end;
        private int _contactStep;

        public Loaded(Scenario scenario, ulong seed, SimulatorUse use, IOutsideTraffic? outside, OutsidePart? part)
        {
            (_outside, _part) = (outside, part);
            _scenario = scenario;
            _seed = seed;
            // A storyboard that moves its own ego decides itself when it ends.
            _stopAtContact = use.StopAtContact && scenario.Ego.Behaviour is not StoryboardBehaviour;
            _traffic = part?.Traffic ?? use.Traffic;
            if ((long)scenario.Actors.Count * (scenario.StepCount + 1) > MaxStates)
            {
                throw new InputException($"scenario '{scenario.Name}' would record more than {MaxStates} states; shorten the horizon or enlarge the step");
            }

            _world = new World(scenario, outside, part?.Moved, part?.IsStrict ?? EmbeddedSimulator.IsStrict(use));
            if (_world.EgoIsDriven)
            {
                _ego = new EgoVehicle(EgoVehicle.For(scenario), scenario.Ego.Body.RearAxleToCentreM, scenario.StepUs);
            }

            _goals = new GoalCheck(scenario);
            _events = new EventLog(scenario, _world);
            _others = new ObservedActor[_world.Count];
            _signals = new ObservedSignal[_world.Signals.Count];
            Task = ScenarioTask.Of(scenario, seed);
            _columns = new StateColumns(Task.Actors, scenario.StepCount + 1);
            Begin();
        }

        public DriverTask Task { get; }

        public bool IsOver => _end is not null;

        public RecordingEnd? End => _end;

        public EventLog Log => _events;

        public bool EgoIsPresent => _world.IsPresent(_world.EgoIndex);

        public string Traffic => _traffic ?? TrafficOverride.Describe(_scenario);

        public void Reset()
        {
            _world.Reset();
            Begin();
        }

        public Observation Observe()
        {
            int count = 0;
            for (int i = 0; i < _world.Count; i++)
            {
                if (i != _world.EgoIndex && _world.IsPresent(i))
                {
                    _others[count++] = new ObservedActor(i, _world.State(i));
                }
            }

            for (int i = 0; i < _signals.Length; i++)
            {
                _signals[i] = new ObservedSignal(_world.Signals.Id(i), _world.Signals.State(i));
            }

            _observation.Step = _world.StepIndex;
            _observation.TimeUs = _world.TimeUs;
            _observation.Ego = _world.State(_world.EgoIndex);
            _observation.Others = _others.AsMemory(0, count);
            _observation.Signals = _signals;
            return _observation;
        }

        public void Step(DriverAnswer? answer, bool exact, CancellationToken cancellationToken)
        {
            if (IsOver)
            {
                throw new InvalidOperationException("The scenario has ended.");
            }

            if (_ego is null)
            {
                _world.Advance(default, cancellationToken);
            }
            else
            {
                ArgumentNullException.ThrowIfNull(answer);
                if (answer.Fault() is { } fault)
                {
                    throw new ArgumentException(fault, nameof(answer));
                }

                _answers.Add(new RecordedAnswer(_world.StepIndex, answer));
                _world.Advance(_ego.Step(_world.StepIndex, answer, exact, brake: _contactStep >= 0 && _stopAtContact), cancellationToken);
            }

            Record();
            TakeEvents();
            if (_contactStep < 0 && _events.EgoTouched)
            {
                _contactStep = _world.StepIndex;
            }

            _end = Ending();
        }

        public Recording Finish(RecordingEnd? end) => new()
        {
            Name = _scenario.Name,
            StepUs = _scenario.StepUs,
            StepCount = _columns.Count,
            Map = _scenario.Map,
            EgoId = _scenario.EgoId,
            Tracks = _columns.Tracks(),
            Signals = _events.Signals(),
            Events = _events.Events(),
            Contacts = _events.Contacts(),
            Answers = [.. _answers],
            Task = _scenario.Task,
            Vehicle = _ego is null ? null : Task.Vehicle,
            Environment = _scenario.Environment,
            End = end ?? _end ?? RecordingEnd.Interrupted,
            Traffic = Traffic,
            Provenance = Provenance(),
        };

        private Provenance Provenance()
        {
            var provenance = ScenarioTask.Provenance(_scenario, _part?.Generator ?? "embedded", _part?.Version ?? EmbeddedSimulator.Version, _seed);
            return _part is null ? provenance : provenance with { Assumptions = [.. provenance.Assumptions, .. _part.LeftOut] };
        }

        private void Begin()
        {
            _answers.Clear();
            _columns.Clear();
            _events.Clear();
            _ego?.Reset(_scenario.Ego.Initial);
            _end = null;
            Record();
            TakeEvents();
            _contactStep = _events.EgoTouched ? 0 : -1;
        }

        private void Record()
        {
            for (int i = 0; i < _world.Count; i++)
            {
                if (_world.IsPresent(i))
                {
                    _columns.Put(i, _world.State(i));
                }
            }

            _columns.Next();
        }

        private void TakeEvents()
        {
            _events.Take();
            foreach (var happened in _outside?.TakeEvents() ?? [])
            {
                _events.Add(happened.Kind, happened.Actors, happened.Text);
            }
        }

        private RecordingEnd? Ending()
        {
            int step = _world.StepIndex;
            if (_contactStep >= 0 && _stopAtContact)
            {
                bool over = (step - _contactStep) * _scenario.StepUs >= AfterContactUs || step >= _scenario.StepCount;
                return over ? RecordingEnd.Contact : null;
            }

            int ego = _world.EgoIndex;
            if (_world.IsPresent(ego) && _goals.Reached(_world.TimeUs, _world.State(ego)))
            {
                _events.Add("goal", [_scenario.EgoId], "The ego has reached its goal.");
                return RecordingEnd.GoalReached;
            }

            if (_world.Story is { IsOver: true })
            {
                return RecordingEnd.StoryboardEnd;
            }

            if (step >= _scenario.StepCount)
            {
                return RecordingEnd.Horizon;
            }

            // An ego of the storyboard may come later, or go.
            return _scenario.Ego.Behaviour is StoryboardBehaviour ? null : _world.IsPresent(ego) ? null : RecordingEnd.LogEnd;
        }
    }
}
