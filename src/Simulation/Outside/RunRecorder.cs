using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation.Contacts;
using Sim.Simulation.Engine;

namespace Sim.Simulation;

/// <summary>
/// Puts the recording of a run together that another simulator does: the world instant by instant, what it reports, the driver's answers. Where the
/// simulator does not, it finds the ego's contacts and says when the scenario is over. For each instant: <see cref="Place"/>, <see cref="Show"/>,
/// <see cref="Note"/>, <see cref="Touch(Contact)"/> in any order, then <see cref="Take"/>. A step allocates nothing unless something happens. Not thread-safe.
/// </summary>
public sealed partial class RunRecorder
{
    private readonly Scenario _scenario;
    private readonly RunRules _rules;
    private readonly GoalCheck _goals;
    private readonly StateColumns _columns;
    private readonly List<RecordedEvent> _events = [];
    private readonly List<Contact> _contacts = [];
    private readonly List<RecordedAnswer> _answers = [];
    private readonly List<(string Id, List<SignalChange> Changes)> _lights = [];
    private readonly Observation _observation = new();
    private readonly ObservedActor[] _others;
    private readonly bool _isDriven;
    private ObservedSignal[] _signals = [];
    private ActorState[] _states;
    private ActorState[] _before;
    private bool[] _present;
    private bool[] _wasPresent;
    private RecordingEnd? _end;
    private bool _egoTouched;
    private int _contactStep = -1;
    private int _shown;

    /// <summary>A recorder that stands before step 0.</summary>
    /// <param name="scenario">The scenario as it is run, settings applied (<see cref="TrafficOverride"/>).</param>
    /// <param name="task">What the driver was told; its actors count.</param>
    /// <param name="rules">Who does what.</param>
    /// <exception cref="InputException">The recording would be too large, or a goal lies on a lane that the map does not have.</exception>
    public RunRecorder(Scenario scenario, DriverTask task, RunRules rules)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rules);
        int count = task.Actors.Count;
        if (count * (task.HorizonUs / task.StepUs + 1) > EmbeddedSession.MaxStates)
        {
            throw new InputException($"scenario '{scenario.Name}' would record more than {EmbeddedSession.MaxStates} states; shorten the horizon or enlarge the step");
        }

        (_scenario, Task, _rules) = (scenario, task, rules);
        StepCount = checked((int)(task.HorizonUs / task.StepUs));
        _isDriven = scenario.Ego.Behaviour is DriverBehaviour;
        _goals = new GoalCheck(scenario);
        _columns = new StateColumns(task.Actors, StepCount + 1);
        _replay = EventLog.ReplayOf(scenario);
        _touching = new bool[count];
        _others = new ObservedActor[count];
        _states = new ActorState[count];
        _before = new ActorState[count];
        _present = new bool[count];
        _wasPresent = new bool[count];
    }

    /// <summary>What the driver was told.</summary>
    public DriverTask Task { get; }

    /// <summary>Steps until the horizon.</summary>
    public int StepCount { get; }

    /// <summary>The instant that was taken last; -1 before the first.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>Why the scenario has ended; null while it goes on.</summary>
    public RecordingEnd? End => _end;

    /// <summary>Events so far, in the order in which they were noted. Not a copy.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>Contacts so far, in the order in which they were noted. Not a copy.</summary>
    public IReadOnlyList<Contact> Contacts => _contacts;

    /// <summary>True when the ego was there at the last instant.</summary>
    public bool EgoIsPresent => Step >= 0 && _wasPresent[Task.EgoIndex];

    /// <summary>How the other actors move: <see cref="Recording.Traffic"/>.</summary>
    public string Traffic => _rules.Traffic ?? TrafficOverride.Describe(_scenario);

    /// <summary>Before step 0 again, in fresh memory: recordings given out before keep theirs.</summary>
    public void Clear()
    {
        Step = -1;
        (_end, _egoTouched, _contactStep, _shown) = (null, false, -1, 0);
        _columns.Clear();
        _events.Clear();
        _contacts.Clear();
        _answers.Clear();
        _lights.Clear();
        Array.Clear(_present);
        Array.Clear(_wasPresent);
        Array.Clear(_touching);
    }

    /// <summary>An actor at the next instant. Who is not placed is not there.</summary>
    /// <param name="index">Its index in the task's actors.</param>
    /// <param name="state">Its box centre.</param>
    public void Place(int index, in ActorState state)
    {
        _states[index] = state;
        _present[index] = true;
    }

    /// <summary>A light at the next instant. One that is not shown keeps its state.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="state">What it shows.</param>
    public void Show(string id, SignalState state)
    {
        // Simulators list lights in one order.
        int at = _shown < _lights.Count && _lights[_shown].Id == id ? _shown : _lights.FindIndex(l => l.Id == id);
        int step = Step + 1;
        if (at < 0)
        {
            at = _lights.Count;
            _lights.Add((id, step == 0 ? [] : [new SignalChange(0, SignalState.Unknown)]));
        }

        var changes = _lights[at].Changes;
        if (changes.Count == 0 || changes[^1].State != state)
        {
            changes.Add(new SignalChange(step, state));
        }

        _shown = at + 1;
    }

    /// <summary>Something happened on the way to the next instant.</summary>
    public void Note(RecordedEvent happened) => _events.Add(happened);

    /// <summary>A contact began on the way to the next instant.</summary>
    public void Touch(Contact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        _contacts.Add(contact);
        _egoTouched |= contact.A == _scenario.EgoId || contact.B == _scenario.EgoId;
    }

    /// <summary>A contact of which the simulator knows only who and when; where, how fast and whose fault follows from the boxes.</summary>
    /// <param name="timeUs">First instant of contact, µs; taken into the step that leads to the next instant.</param>
    /// <param name="a">Index of one actor, the ego when it is involved.</param>
    /// <param name="b">Index of the other.</param>
    /// <returns>False when one of the two is not there; then nothing was noted.</returns>
    public bool Touch(long timeUs, int a, int b)
    {
        if (!_present[a] || !_present[b])
        {
            return false;
        }

        double fraction = Step < 0 ? 0 : Math.Clamp((timeUs - Step * Task.StepUs) / (double)Task.StepUs, 0, 1);
        Touch(Describe(a, b, fraction, timeUs));
        return true;
    }

    /// <summary>The driver's answer to the last instant.</summary>
    public void Answered(DriverAnswer answer) => _answers.Add(new RecordedAnswer(Step, answer));

    /// <summary>Takes the instant that was placed.</summary>
    /// <param name="end">Why the scenario ends with it, when the simulator says so.</param>
    /// <exception cref="InvalidOperationException">The scenario has ended.</exception>
    public void Take(RecordingEnd? end = null)
    {
        if (_end is not null || Step >= StepCount)
        {
            throw new InvalidOperationException("The scenario has ended.");
        }

        Step++;
        if (_rules.FindsContacts)
        {
            FindContacts();
        }

        for (int i = 0; i < _states.Length; i++)
        {
            if (_present[i])
            {
                _columns.Put(i, _states[i]);
            }
        }

        _columns.Next();
        (_before, _states) = (_states, _before);
        (_wasPresent, _present) = (_present, _wasPresent);
        Array.Clear(_present);
        _shown = 0;
        if (_contactStep < 0 && _egoTouched)
        {
            _contactStep = Step;
        }

        _end = end ?? (_rules.DecidesEnd && Step > 0 ? Ending() : null);
    }

    /// <summary>The world as it was taken last. The object is reused.</summary>
    /// <param name="frames">Sensor frames that came with it.</param>
    public Observation Observe(IReadOnlyList<Frame> frames)
    {
        int count = 0;
        for (int i = 0; i < _before.Length; i++)
        {
            if (i != Task.EgoIndex && _wasPresent[i])
            {
                _others[count++] = new ObservedActor(i, _before[i]);
            }
        }

        if (_signals.Length < _lights.Count)
        {
            _signals = new ObservedSignal[_lights.Count];
        }

        for (int i = 0; i < _lights.Count; i++)
        {
            _signals[i] = new ObservedSignal(_lights[i].Id, _lights[i].Changes[^1].State);
        }

        _observation.Step = Step;
        _observation.TimeUs = Step * Task.StepUs;
        _observation.Ego = _before[Task.EgoIndex];
        _observation.Others = _others.AsMemory(0, count);
        _observation.Signals = _signals.AsMemory(0, _lights.Count);
        _observation.Frames = frames;
        return _observation;
    }

    /// <summary>The recording so far.</summary>
    /// <param name="end">Why it ends, when the caller ends it.</param>
    public Recording Finish(RecordingEnd? end = null)
    {
        var provenance = ScenarioTask.Provenance(_scenario, _rules.Simulator, _rules.Version, _rules.Seed);
        return new Recording
        {
            Name = _scenario.Name,
            StepUs = Task.StepUs,
            StepCount = Step + 1,
            Map = _scenario.Map,
            EgoId = _scenario.EgoId,
            Tracks = _columns.Tracks(),
            Signals = [.. _lights.Select(l => new SignalTrack(l.Id, [.. l.Changes]))],
            Events = [.. _events],
            Contacts = [.. _contacts.OrderBy(c => c.TimeUs)],
            Answers = [.. _answers],
            Task = _scenario.Task,
            Vehicle = _isDriven ? Task.Vehicle : null,
            Environment = _scenario.Environment,
            End = end ?? _end ?? RecordingEnd.Interrupted,
            Traffic = Traffic,
            Provenance = _rules.LeftOut.Count == 0
                ? provenance
                : provenance with { Assumptions = [.. provenance.Assumptions, .. _rules.LeftOut.Select(l => $"simulator '{_rules.Simulator}' leaves out: {l}")] },
        };
    }

    private RecordingEnd? Ending()
    {
        if (_contactStep >= 0 && _rules.StopAtContact)
        {
            bool over = (Step - _contactStep) * Task.StepUs >= EmbeddedSession.AfterContactUs || Step >= StepCount;
            return over ? RecordingEnd.Contact : null;
        }

        if (EgoIsPresent && _goals.Reached(Step * Task.StepUs, _before[Task.EgoIndex]))
        {
            _events.Add(new RecordedEvent(Step * Task.StepUs, "goal", [_scenario.EgoId], "The ego has reached its goal."));
            return RecordingEnd.GoalReached;
        }

        return Step >= StepCount ? RecordingEnd.Horizon : EgoIsPresent ? null : RecordingEnd.LogEnd;
    }
}
