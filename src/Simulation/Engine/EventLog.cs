#pragma warning disable CA1822, CS0414
using Sim.Maps;

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
    private bool _wasOnRoad;

    public EventLog(Scenario scenario, World world)
    {
        _scenario = scenario;
        _world = world;
        _network = LaneNetwork.Of(scenario.Map);
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
        foreach (ref readonly var e in _world.Events)
        {
            string id = _world.Actor(e.Actor).Id;
            switch (e.Kind)
            {
                case WorldEventKind.Trigger:
                    Add("trigger", [id], $"'{id}' begins its manoeuvre.");
                    break;
                case WorldEventKind.LaneChange:
                    Add("lane-change", [id], $"'{id}' changes to lane '{_network.Lane(e.Lane).Id}'.");
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

    /// <summary>The events, in order of time.</summary>
    public IReadOnlyList<RecordedEvent> Events() => [.. _events];

    /// <summary>The contacts, in order of time.</summary>
    public IReadOnlyList<Contact> Contacts() => [.. _contacts.OrderBy(c => c.TimeUs)];

    /// <summary>What the lights showed.</summary>
    public IReadOnlyList<SignalTrack> Signals() => [.. _signals.Select((c, i) => new SignalTrack(_world.Signals.Id(i), [.. c]))];

    private void TakeOffRoad()
    {
        int ego = _world.EgoIndex;
        if (ego < 0 || !_world.IsPresent(ego) || _network.Count == 0)
        {
            return;
        }

        var state = _world.State(ego);
        bool onRoad = _network.IsOnRoad(state.X, state.Y) || OnArea(state);
        if (_wasOnRoad && !onRoad)
        {
            Add("off-road", [_world.Actor(ego).Id], "The ego's centre has left every lane and drivable area.");
        }

        _wasOnRoad = onRoad;
    }

    private bool OnArea(in ActorState state)
    {
        var areas = _scenario.Map.Areas;
        for (int i = 0; i < areas.Count; i++)
        {
            if (areas[i].Outline.Contains(new Sim.Geometry.Vector2d(state.X, state.Y)))
            {
                return true;
            }
        }

        return false;
    }

    private void TakeContacts()
    {
    }
}
