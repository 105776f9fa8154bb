using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sim.Formats.Messages;

namespace Sim.Rpc.Services;

/// <summary><see cref="StateDigest.Of"/> for one scenario, world after world, without sorting each time. Not thread-safe.</summary>
public sealed class WorldDigester
{
    private const int ActorBytes = sizeof(uint) + 4 * sizeof(long);
    private const int HeadBytes = 2 * sizeof(uint) + 2 * sizeof(long);
    private readonly byte[][] _ids;
    private readonly int[] _rank;
    private readonly ActorState[] _states;
    private readonly bool[] _present;
    private byte[][] _lightIds = [];
    private string[] _lights = [];
    private int[] _lightOrder = [];
    private byte[] _lightStates = [];
    private byte[] _buffer = new byte[1024];

    /// <summary>A digester for worlds of these actors.</summary>
    /// <param name="ids">Ids of the actors by index.</param>
    public WorldDigester(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        _ids = [.. ids.Select(Encoding.UTF8.GetBytes)];
        _rank = new int[_ids.Length];
        _states = new ActorState[_ids.Length];
        _present = new bool[_ids.Length];
        int[] order = Ordered(_ids);
        for (int i = 0; i < order.Length; i++)
        {
            _rank[order[i]] = i;
        }

        _ids = [.. order.Select(i => _ids[i])];
    }

    /// <summary>The digest of a world.</summary>
    /// <param name="world">The world; its actors have indices below the number of ids.</param>
    /// <param name="digest">Receives <see cref="StateDigest.Size"/> bytes.</param>
    public void Write(WorldFrame world, Span<byte> digest)
    {
        ArgumentNullException.ThrowIfNull(world);
        Array.Clear(_present);
        for (int i = 0; i < world.Actors.Count; i++)
        {
            var actor = world.Actors[i];
            int rank = _rank[(int)actor.Index];
            _states[rank] = new ActorState(actor.X, actor.Y, actor.HeadingRad, actor.SpeedMps);
            _present[rank] = true;
        }

        Know(world);
        Write(world.Step, world.TimeUs, world.Actors.Count, digest);
    }

    /// <summary>The digest of a world in which the lights show what they showed in the last one.</summary>
    /// <param name="step">Step.</param>
    /// <param name="timeUs">Time, µs.</param>
    /// <param name="indices">Indices of the actors that are there.</param>
    /// <param name="states">Their states.</param>
    /// <param name="digest">Receives <see cref="StateDigest.Size"/> bytes.</param>
    public void Write(int step, long timeUs, ReadOnlySpan<int> indices, ReadOnlySpan<ActorState> states, Span<byte> digest)
    {
        Array.Clear(_present);
        for (int i = 0; i < indices.Length; i++)
        {
            int rank = _rank[indices[i]];
            _states[rank] = states[i];
            _present[rank] = true;
        }

        Write(step, timeUs, indices.Length, digest);
    }

    private void Write(int step, long timeUs, int count, Span<byte> digest)
    {
        int size = HeadBytes;
        for (int rank = 0; rank < _present.Length; rank++)
        {
            size += _present[rank] ? ActorBytes + _ids[rank].Length : 0;
        }

        for (int i = 0; i < _lightIds.Length; i++)
        {
            size += sizeof(uint) + _lightIds[i].Length + 1;
        }

        if (_buffer.Length < size)
        {
            _buffer = new byte[2 * size];
        }

        var rest = _buffer.AsSpan();
        Add(ref rest, ContractRules.Version.Major);
        Add(ref rest, (long)step);
        Add(ref rest, timeUs);
        Add(ref rest, (uint)count);
        for (int rank = 0; rank < _present.Length; rank++)
        {
            if (_present[rank])
            {
                ref readonly var actor = ref _states[rank];
                Add(ref rest, _ids[rank]);
                Add(ref rest, StateDigest.Micro(actor.X));
                Add(ref rest, StateDigest.Micro(actor.Y));
                Add(ref rest, StateDigest.NanoOfAngle(actor.HeadingRad));
                Add(ref rest, StateDigest.Micro(actor.SpeedMps));
            }
        }

        Add(ref rest, (uint)_lightOrder.Length);
        for (int i = 0; i < _lightOrder.Length; i++)
        {
            Add(ref rest, _lightIds[i]);
            rest[0] = _lightStates[i];
            rest = rest[1..];
        }

        SHA256.HashData(_buffer.AsSpan(0, _buffer.Length - rest.Length), digest);
    }

    private static int[] Ordered(byte[][] ids)
    {
        int[] order = [.. Enumerable.Range(0, ids.Length)];
        Array.Sort(order, (a, b) => ids[a].AsSpan().SequenceCompareTo(ids[b]));
        return order;
    }

    // Lights come in one order, so their ids are sorted once.
    private void Know(WorldFrame world)
    {
        bool known = world.Signals.Count == _lights.Length;
        for (int i = 0; known && i < _lights.Length; i++)
        {
            known = world.Signals[i].Id == _lights[i];
        }

        if (!known)
        {
            _lights = [.. world.Signals.Select(s => s.Id)];
            byte[][] ids = [.. _lights.Select(Encoding.UTF8.GetBytes)];
            _lightOrder = Ordered(ids);
            _lightIds = [.. _lightOrder.Select(i => ids[i])];
            _lightStates = new byte[_lightOrder.Length];
        }

        for (int i = 0; i < _lightOrder.Length; i++)
        {
            _lightStates[i] = (byte)world.Signals[_lightOrder[i]].State;
        }
    }

    private static void Add(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(rest, value);
        rest = rest[sizeof(uint)..];
    }

    private static void Add(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(rest, value);
        rest = rest[sizeof(long)..];
    }

    private static void Add(ref Span<byte> rest, byte[] text)
    {
        Add(ref rest, (uint)text.Length);
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }
}
