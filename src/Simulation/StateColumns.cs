using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>
/// States of actors instant by instant, in the columns that tracks share, so that finishing copies nothing. For each instant: <see cref="Put"/> for whoever is there, then
/// <see cref="Next"/>. Not thread-safe.
/// </summary>
/// <param name="actors">The actors.</param>
/// <param name="capacity">Most instants.</param>
internal sealed class StateColumns(IReadOnlyList<ActorInfo> actors, int capacity)
{
    private const int Columns = 8;
    private readonly double[]?[] _columns = new double[actors.Count][];
    private readonly bool[]?[] _present = new bool[actors.Count][];

    /// <summary>Instants that were taken.</summary>
    public int Count { get; private set; }

    /// <summary>Begins again, in fresh memory: the tracks given out before keep theirs.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_columns);
        Array.Clear(_present);
    }

    /// <summary>An actor at the instant that is being taken. Who is not put is not there.</summary>
    public void Put(int actor, in ActorState state)
    {
        int step = Count;
        var data = _columns[actor] ??= new double[checked(Columns * capacity)];
        (_present[actor] ??= new bool[capacity])[step] = true;
        data[step] = state.X;
        data[capacity + step] = state.Y;
        data[2 * capacity + step] = state.HeadingRad;
        data[3 * capacity + step] = state.SpeedMps;
        data[4 * capacity + step] = state.LateralMps;
        data[5 * capacity + step] = state.AccelMps2;
        data[6 * capacity + step] = state.YawRateRps;
        data[7 * capacity + step] = state.SteerRad;
    }

    /// <summary>Everybody who is there was put.</summary>
    public void Next() => Count++;

    /// <summary>Tracks of all actors that were ever present, in their order.</summary>
    public IReadOnlyList<Track> Tracks()
    {
        var tracks = new List<Track>(actors.Count);
        for (int i = 0; i < actors.Count; i++)
        {
            if (_columns[i] is not { } data || _present[i] is not { } all)
            {
                continue;
            }

            var present = all.AsSpan(0, Count);
            int first = present.IndexOf(true);
            int length = present.LastIndexOf(true) + 1 - first;
            ReadOnlyMemory<double> Column(int c) => data.AsMemory(c * capacity + first, length);
            tracks.Add(new Track
            {
                Id = actors[i].Id,
                Class = actors[i].Class,
                Body = actors[i].Body,
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
