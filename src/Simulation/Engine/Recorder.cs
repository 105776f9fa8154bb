namespace Sim.Simulation.Engine;

/// <summary>Keeps the states of all actors step by step and makes tracks of them. Not thread-safe.</summary>
internal sealed class Recorder
{
    private readonly World _world;
    private readonly ActorState[] _states;
    private readonly bool[] _present;
    private readonly int _capacity;

    public Recorder(World world, int stepCount)
    {
        _world = world;
        _capacity = stepCount + 1;
        _states = new ActorState[checked(world.Count * _capacity)];
        _present = new bool[_states.Length];
    }

    /// <summary>Number of recorded instants.</summary>
    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Records the world as it stands.</summary>
    public void Take()
    {
        int step = Count++;
        for (int i = 0; i < _world.Count; i++)
        {
            int at = i * _capacity + step;
            _present[at] = _world.IsPresent(i);
            _states[at] = _present[at] ? _world.State(i) : default;
        }
    }

    /// <summary>Tracks of all actors that were ever present, in the scenario's order.</summary>
    public IReadOnlyList<Track> Tracks()
    {
        var tracks = new List<Track>();
        for (int i = 0; i < _world.Count; i++)
        {
            var present = _present.AsSpan(i * _capacity, Count);
            int first = present.IndexOf(true);
            if (first < 0)
            {
                continue;
            }

            int length = present.LastIndexOf(true) + 1 - first;
            var actor = _world.Actor(i);
            var track = Track.FromStates(actor.Id, actor.Class, actor.Body, first, _states.AsSpan(i * _capacity + first, length));
            var inside = present.Slice(first, length);
            tracks.Add(inside.Contains(false) ? track with { Presence = inside.ToArray() } : track);
        }

        return tracks;
    }
}
