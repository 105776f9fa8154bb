using Sim.Plugins.Sdk;

namespace Sim.Simulation;

/// <summary>States of actors instant by instant, in the columns that tracks share, so that finishing copies nothing. Not thread-safe.</summary>
internal sealed class StateColumns(IReadOnlyList<ActorInfo> actors, int capacity)
{
    private const int Columns = 8;
    private readonly double[]?[] _columns = new double[actors.Count][];
    private readonly bool[]?[] _present = new bool[actors.Count][];
    private int _count;

    /// <summary>Begins again, in fresh memory.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_columns);
        Array.Clear(_present);
    }

    /// <summary>Takes an instant.</summary>
    public void Take(ActorState[] states, bool[] present)
    {
        int step = _count++;
        for (int i = 0; i < states.Length; i++)
        {
            if (!present[i])
            {
                continue;
            }

            var data = _columns[i] ??= new double[checked(Columns * capacity)];
            (_present[i] ??= new bool[capacity])[step] = true;
            ref readonly var state = ref states[i];
            data[step] = state.X;
            data[capacity + step] = state.Y;
            data[2 * capacity + step] = state.HeadingRad;
            data[3 * capacity + step] = state.SpeedMps;
            data[4 * capacity + step] = state.LateralMps;
            data[5 * capacity + step] = state.AccelMps2;
            data[6 * capacity + step] = state.YawRateRps;
            data[7 * capacity + step] = state.SteerRad;
        }
    }

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

            var present = all.AsSpan(0, _count);
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
