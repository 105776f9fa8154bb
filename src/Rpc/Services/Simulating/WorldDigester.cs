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
    private readonly ActorFrame?[] _byRank;
    private byte[][] _lightIds = [];
    private string[] _lights = [];
    private int[] _lightOrder = [];
    private byte[] _buffer = new byte[1024];

    /// <summary>A digester for worlds of these actors.</summary>
    /// <param name="ids">Ids of the actors by index.</param>
    public WorldDigester(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        _ids = [.. ids.Select(Encoding.UTF8.GetBytes)];
        _rank = new int[_ids.Length];
        _byRank = new ActorFrame?[_ids.Length];
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
        Array.Clear(_byRank);
        int size = HeadBytes;
        for (int i = 0; i < world.Actors.Count; i++)
        {
            int rank = _rank[(int)world.Actors[i].Index];
            _byRank[rank] = world.Actors[i];
            size += ActorBytes + _ids[rank].Length;
        }

        Know(world);
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
        Add(ref rest, (long)world.Step);
        Add(ref rest, world.TimeUs);
        Add(ref rest, (uint)world.Actors.Count);
        for (int rank = 0; rank < _byRank.Length; rank++)
        {
            if (_byRank[rank] is { } actor)
            {
                Add(ref rest, _ids[rank]);
                Add(ref rest, StateDigest.Micro(actor.X));
                Add(ref rest, StateDigest.Micro(actor.Y));
                Add(ref rest, StateDigest.NanoOfAngle(actor.HeadingRad));
                Add(ref rest, StateDigest.Micro(actor.SpeedMps));
            }
        }

        Add(ref rest, (uint)world.Signals.Count);
        for (int i = 0; i < _lightOrder.Length; i++)
        {
            Add(ref rest, _lightIds[i]);
            rest[0] = (byte)world.Signals[_lightOrder[i]].State;
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
