namespace Sim.Simulation.Engine;

/// <summary>
/// Keeps the states of all actors step by step, in the columns that tracks share, so that finishing copies nothing. Not thread-safe.
/// </summary>
internal sealed class Recorder
{
    private const int Columns = 8;

    private readonly World _world;
    private readonly double[]?[] _columns;
    private readonly bool[]?[] _present;
    private readonly int _capacity;

    public Recorder(World world, int stepCount)
    {
        _world = world;
        _capacity = stepCount + 1;
        _columns = new double[world.Count][];
        _present = new bool[world.Count][];
    }

    /// <summary>Number of recorded instants.</summary>
    public int Count { get; private set; }

    /// <summary>Begins again, in fresh memory: the tracks given out before keep theirs.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_columns);
        Array.Clear(_present);
    }

    /// <summary>Records the world as it stands.</summary>
    public void Take()
    {
        int step = Count++;
        for (int i = 0; i < _world.Count; i++)
        {
            if (!_world.IsPresent(i))
            {
                continue;
            }

            var data = _columns[i] ??= new double[checked(Columns * _capacity)];
            (_present[i] ??= new bool[_capacity])[step] = true;
            var state = _world.State(i);
            data[step] = state.X;
            data[_capacity + step] = state.Y;
            data[2 * _capacity + step] = state.HeadingRad;
            data[3 * _capacity + step] = state.SpeedMps;
            data[4 * _capacity + step] = state.LateralMps;
            data[5 * _capacity + step] = state.AccelMps2;
            data[6 * _capacity + step] = state.YawRateRps;
            data[7 * _capacity + step] = state.SteerRad;
        }
    }

    /// <summary>Tracks of all actors that were ever present, in the scenario's order.</summary>
    public IReadOnlyList<Track> Tracks()
    {
        var tracks = new List<Track>(_world.Count);
        for (int i = 0; i < _world.Count; i++)
        {
            if (_columns[i] is not { } data || _present[i] is not { } all)
            {
                continue;
            }

            var present = all.AsSpan(0, Count);
            int first = present.IndexOf(true);
            int length = present.LastIndexOf(true) + 1 - first;
            var actor = _world.Actor(i);
            ReadOnlyMemory<double> Column(int c) => data.AsMemory(c * _capacity + first, length);
            tracks.Add(new Track
            {
                Id = actor.Id,
                Class = actor.Class,
                Body = actor.Body,
                FirstStep = first,
                X = Column(0),
                Y = Column(1),
                HeadingRad = Column(2),
                SpeedMps = Column(3),
                LateralMps = Column(4),
                AccelMps2 = Column(5),
                YawRateRps = Column(6),
                SteerRad = Column(7),
                Presence = present.Slice(first, length).Contains(false) ? all.AsMemory(first, length) : default,
            });
        }

        return tracks;
    }
}
