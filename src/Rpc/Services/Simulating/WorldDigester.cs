using System.Buffers;
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

    // Behind the head and the length of the first id.
    private const int NumbersAt = HeadBytes + sizeof(uint);
    private const int ChunkBytes = 64 * 1024;
    private const int MaxOnStack = 256;
    private static readonly uint Major = ContractRules.Version.Major;
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

    /// <summary>
    /// The digest of steps one after the other in which the lights show what they showed in the last one: SHA-256 over what the digests of the single
    /// steps are over; for one step its own digest.
    /// </summary>
    /// <param name="firstStep">The first of them.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="stepUs">Step length, µs.</param>
    /// <param name="indices">Indices of the actors that are there, growing.</param>
    /// <param name="states">Their states step by step, as in <c>QuietSteps.states</c>.</param>
    /// <param name="digest">Receives <see cref="StateDigest.Size"/> bytes.</param>
    public void Write(int firstStep, int count, long stepUs, ReadOnlySpan<int> indices, ReadOnlySpan<byte> states, Span<byte> digest)
    {
        Array.Clear(_present);
        foreach (int index in indices)
        {
            _present[_rank[index]] = true;
        }

        int size = SizeOf();
        int atOnce = Math.Clamp(ChunkBytes / size, 1, count);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size * atOnce);
        using var hash = atOnce < count ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        try
        {
            // Only numbers differ from step to step.
            var first = buffer.AsSpan(0, size);
            Array.Clear(_states);
            Form(first, firstStep, firstStep * stepUs, indices.Length);
            for (int i = 1; i < atOnce; i++)
            {
                first.CopyTo(buffer.AsSpan(i * size));
            }

            Span<int> places = indices.Length <= MaxOnStack ? stackalloc int[indices.Length] : new int[indices.Length];
            Places(indices, places);
            int worldBytes = indices.Length * QuietMessages.StateBytes;
            for (int step = 0; step < count; step += atOnce)
            {
                int chunk = Math.Min(atOnce, count - step);
                for (int i = 0; i < chunk; i++)
                {
                    int number = firstStep + step + i;
                    Put(buffer.AsSpan(i * size, size), number, number * stepUs, places, states.Slice((step + i) * worldBytes, worldBytes));
                }

                if (hash is null)
                {
                    SHA256.HashData(buffer.AsSpan(0, size * chunk), digest);
                }
                else
                {
                    hash.AppendData(buffer.AsSpan(0, size * chunk));
                }
            }

            hash?.GetHashAndReset(digest);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Put(Span<byte> world, int step, long timeUs, ReadOnlySpan<int> places, ReadOnlySpan<byte> states)
    {
        BinaryPrimitives.WriteInt64LittleEndian(world[sizeof(uint)..], step);
        BinaryPrimitives.WriteInt64LittleEndian(world[(sizeof(uint) + sizeof(long))..], timeUs);
        for (int i = 0; i < places.Length; i++)
        {
            var from = states.Slice(i * QuietMessages.StateBytes, 4 * sizeof(double));
            var to = world.Slice(places[i], 4 * sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(to, StateDigest.Micro(BinaryPrimitives.ReadDoubleLittleEndian(from)));
            BinaryPrimitives.WriteInt64LittleEndian(to[8..], StateDigest.Micro(BinaryPrimitives.ReadDoubleLittleEndian(from[8..])));
            BinaryPrimitives.WriteInt64LittleEndian(to[16..], StateDigest.NanoOfAngle(BinaryPrimitives.ReadDoubleLittleEndian(from[16..])));
            BinaryPrimitives.WriteInt64LittleEndian(to[24..], StateDigest.Micro(BinaryPrimitives.ReadDoubleLittleEndian(from[24..])));
        }
    }

    private void Write(int step, long timeUs, int count, Span<byte> digest)
    {
        int size = SizeOf();
        if (_buffer.Length < size)
        {
            _buffer = new byte[2 * size];
        }

        Form(_buffer.AsSpan(0, size), step, timeUs, count);
        SHA256.HashData(_buffer.AsSpan(0, size), digest);
    }

    private int SizeOf()
    {
        int size = HeadBytes + sizeof(uint);
        for (int rank = 0; rank < _present.Length; rank++)
        {
            size += _present[rank] ? ActorBytes + _ids[rank].Length : 0;
        }

        for (int i = 0; i < _lightIds.Length; i++)
        {
            size += sizeof(uint) + _lightIds[i].Length + 1;
        }

        return size;
    }

    // Where the numbers of each actor begin.
    private void Places(ReadOnlySpan<int> indices, Span<int> places)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            int own = _rank[indices[i]];
            int at = NumbersAt + _ids[own].Length;
            for (int rank = 0; rank < own; rank++)
            {
                at += _present[rank] ? ActorBytes + _ids[rank].Length : 0;
            }

            places[i] = at;
        }
    }

    private void Form(Span<byte> rest, int step, long timeUs, int count)
    {
        Add(ref rest, Major);
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
