using Sim.Maps;
using Sim.Simulation.Contacts;

namespace Sim.Simulation.Engine;

/// <summary>Collects what a recording tells besides tracks: events, contacts, signal changes. Not thread-safe.</summary>
internal sealed class EventLog
{
    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly LaneNetwork _network;
    private readonly List<RecordedEvent> _events = [];
    private readonly List<Contact> _contacts = [];
    private readonly List<SignalChange>[] _signals;
    private readonly ReplayContext? _replay;
    private bool _wasOnRoad;

    public EventLog(Scenario scenario, World world)
    {
        _scenario = scenario;
        _world = world;
        _network = LaneNetwork.Of(scenario.Map);
        _replay = ReplayOf(scenario);
        _signals = new List<SignalChange>[world.Signals.Count];
        for (int i = 0; i < _signals.Length; i++)
        {
            _signals[i] = [];
        }
    }

    /// <summary>True once the ego has touched anything.</summary>
    public bool EgoTouched { get; private set; }

    public void Clear()
    {
        _events.Clear();
        _contacts.Clear();
        EgoTouched = false;
        // An ego that starts beside the lanes is told once.
        _wasOnRoad = true;
        foreach (var changes in _signals)
        {
            changes.Clear();
        }
    }

    /// <summary>Adds an event now.</summary>
    public void Add(string kind, IReadOnlyList<string> actors, string text) => _events.Add(new RecordedEvent(_world.TimeUs, kind, actors, text));

    /// <summary>Takes over what the last step brought.</summary>
    public void Take()
    {
        if (_world.Story is { } story)
        {
            _events.AddRange(story.Events);
            story.Clear();
        }

        foreach (ref readonly var e in _world.Events)
        {
            string id = _world.Actor(e.Actor).Id;
            switch (e.Kind)
            {
                case WorldEventKind.Trigger:
                    Decided("trigger", id, $"'{id}' begins its manoeuvre.");
                    break;
                case WorldEventKind.LaneChange:
                    Decided("lane-change", id, $"'{id}' changes to lane '{_network.Index.LaneAt(e.Lane).Id}'.");
                    break;
                case WorldEventKind.Appear:
                    Add("appear", [id], $"'{id}' appears.");
                    break;
                case WorldEventKind.Vanish:
                    Add("vanish", [id], $"'{id}' leaves the scene.");
                    break;
            }
        }

        TakeOffRoad();
        TakeContacts();
        for (int i = 0; i < _signals.Length; i++)
        {
            var state = _world.Signals.State(i);
            if (_signals[i].Count == 0 || _signals[i][^1].State != state)
            {
                _signals[i].Add(new SignalChange(_world.StepIndex, state));
            }
        }
    }

    /// <summary>The events as they were noticed.</summary>
    public IReadOnlyList<RecordedEvent> EventsSoFar => _events;

    /// <summary>The contacts as they were noticed.</summary>
    public IReadOnlyList<Contact> ContactsSoFar => _contacts;

    /// <summary>The events, in order of time.</summary>
    public IReadOnlyList<RecordedEvent> Events() => [.. _events.OrderBy(e => e.TimeUs)];

    /// <summary>The contacts, in order of time.</summary>
    public IReadOnlyList<Contact> Contacts() => [.. _contacts.OrderBy(c => c.TimeUs)];

    /// <summary>What the lights showed.</summary>
    public IReadOnlyList<SignalTrack> Signals() => [.. _signals.Select((c, i) => new SignalTrack(_world.Signals.Id(i), [.. c]))];

    // Decisions fall on the state that the step began with.
    private void Decided(string kind, string id, string text) => _events.Add(new RecordedEvent(_world.TimeUs - _world.StepUs, kind, [id], text));

    private void TakeOffRoad()
    {
        int ego = _world.EgoIndex;
        if (ego < 0 || !_world.IsPresent(ego) || _network.Count == 0)
        {
            return;
        }

        var state = _world.State(ego);
        bool onRoad = _network.Index.IsDrivable(new Sim.Geometry.Vector2d(state.X, state.Y));
        if (_wasOnRoad && !onRoad)
        {
            Add("off-road", [_world.Actor(ego).Id], "The ego's centre has left every lane and drivable area.");
        }

        _wasOnRoad = onRoad;
    }

    private void TakeContacts()
    {
        foreach (ref readonly var c in _world.Contacts)
        {
            var a = Party(c.A, c.Fraction);
            var b = Party(c.B, c.Fraction);
            long time = _world.StepIndex == 0 ? 0 : _world.TimeUs - _world.StepUs + (long)Math.Round(c.Fraction * _world.StepUs);
            _contacts.Add(ContactClassifier.Describe(in a, in b, time, _world.StepUs, _scenario.Map, _replay));
            EgoTouched |= c.A == _world.EgoIndex;
        }
    }

    private ContactParty Party(int i, double fraction)
    {
        var actor = _world.Actor(i);
        var now = _world.State(i);
        var state = _world.StepIndex == 0 ? now : ContactFinder.Between(_world.OldState(i), now, fraction);
        return new ContactParty(actor.Id, actor.Class, actor.Body, state);
    }

    /// <summary>Who is replayed in a scenario, and the ego's own log; null when nobody is.</summary>
    public static ReplayContext? ReplayOf(Scenario scenario)
    {
        var replayed = scenario.Actors.Where(a => a.Behaviour is TrajectoryBehaviour { Recorded: true } && a.Id != scenario.EgoId).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return replayed.Count == 0 ? null : new ReplayContext { ReplayedActors = replayed, EgoLog = LogTrack(scenario) };
    }

    private static Track? LogTrack(Scenario scenario)
    {
        if (scenario.Ego.Behaviour is not DriverBehaviour { Log: { Count: > 0 } log })
        {
            return null;
        }

        int first = checked((int)((log[0].TimeUs + scenario.StepUs - 1) / scenario.StepUs));
        var states = new List<ActorState>();
        int at = 0;
        for (int step = first; step <= scenario.StepCount && step * scenario.StepUs <= log[^1].TimeUs; step++)
        {
            long time = step * scenario.StepUs;
            while (at + 1 < log.Count && log[at + 1].TimeUs <= time)
            {
                at++;
            }

            states.Add(at + 1 < log.Count ? StateBlend.At(log[at], log[at + 1], time) : log[at].State);
        }

        return states.Count == 0 ? null : Track.FromStates(scenario.EgoId, scenario.Ego.Class, scenario.Ego.Body, first, [.. states]);
    }
}
