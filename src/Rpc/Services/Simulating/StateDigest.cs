using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sim.Formats.Messages;

namespace Sim.Rpc.Services;

/// <summary>
/// A fingerprint of a world that two ends can compare without comparing floating-point text: SHA-256 over rounded numbers, see "Determinism" in
/// docs/contract.md. The same on every machine. Thread-safe.
/// </summary>
public static class StateDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 32;

    private const double MicroPerUnit = 1e6;
    private const double NanoPerUnit = 1e9;

    // Below it a double less its whole part is exact.
    private const double Exact = 1L << 52;

    // The order of UTF-8, which every language can do, and not that of UTF-16.
    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <summary>The digest of a world.</summary>
    /// <param name="world">The world.</param>
    /// <param name="ids">Ids of actors by index, for frames that leave them out.</param>
    /// <exception cref="ArgumentException">An actor has no id.</exception>
    public static byte[] Of(WorldFrame world, IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(ids);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha, ContractRules.Version.Major);
        Add(sha, (long)world.Step);
        Add(sha, world.TimeUs);
        var actors = world.Actors.Select(a => (Id: Encoding.UTF8.GetBytes(a.Id.Length > 0 ? a.Id : IdOf(a, ids)), Actor: a)).OrderBy(a => a.Id, ByBytes).ToList();
        Add(sha, (uint)actors.Count);
        foreach (var (id, actor) in actors)
        {
            Add(sha, id);
            Add(sha, Micro(actor.X));
            Add(sha, Micro(actor.Y));
            Add(sha, NanoOfAngle(actor.HeadingRad));
            Add(sha, Micro(actor.SpeedMps));
        }

        Add(sha, (uint)world.Signals.Count);
        foreach (var (id, state) in world.Signals.Select(s => (Id: Encoding.UTF8.GetBytes(s.Id), s.State)).OrderBy(s => s.Id, ByBytes))
        {
            Add(sha, id);
            sha.AppendData([(byte)state]);
        }

        return sha.GetHashAndReset();
    }

    /// <summary>The digest of a run up to and including a world: SHA-256 over the digest of the run before it (32 zeros at the start) and that of the world.</summary>
    /// <param name="run">The digest so far.</param>
    /// <param name="world">The digest of the next world.</param>
    /// <exception cref="ArgumentException">One has not 32 bytes.</exception>
    public static byte[] Chain(ReadOnlySpan<byte> run, ReadOnlySpan<byte> world)
    {
        if (run.Length != Size || world.Length != Size)
        {
            throw new ArgumentException($"A digest has {Size} bytes.");
        }

        Span<byte> both = stackalloc byte[2 * Size];
        run.CopyTo(both);
        world.CopyTo(both[Size..]);
        return SHA256.HashData(both);
    }

    /// <summary>A number in millionths, as it is hashed.</summary>
    internal static long Micro(double value) => Rounded(value * MicroPerUnit);

    /// <summary>A wrapped angle in billionths of a radian, as it is hashed.</summary>
    internal static long NanoOfAngle(double radians) => Rounded(Wrapped(radians) * NanoPerUnit);

    // To (-pi, pi]. Not the shared helper: another language must be able to do exactly this.
    private static double Wrapped(double angle)
    {
        // The floor of what is divided is zero there.
        if (Math.Abs(angle) < 3)
        {
            return angle;
        }

        double wrapped = angle - 2 * Math.PI * Math.Floor((angle + Math.PI) / (2 * Math.PI));
        return wrapped <= -Math.PI || wrapped > Math.PI ? Math.PI : wrapped;
    }

    private static long Rounded(double value)
    {
        if (Math.Abs(value) < Exact)
        {
            long whole = (long)value;
            double rest = value - whole;
            return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
        }

        return double.IsNaN(value) ? long.MinValue
            : value >= long.MaxValue ? long.MaxValue
            : value <= long.MinValue ? long.MinValue + 1
            : (long)Math.Round(value, MidpointRounding.AwayFromZero);
    }

    private static string IdOf(ActorFrame actor, IReadOnlyList<string> ids) =>
        actor.Index < (uint)ids.Count ? ids[(int)actor.Index] : throw new ArgumentException($"Actor {actor.Index} has no id.", nameof(ids));

    private static void Add(IncrementalHash sha, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        sha.AppendData(bytes);
    }

    private static void Add(IncrementalHash sha, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        sha.AppendData(bytes);
    }

    private static void Add(IncrementalHash sha, byte[] text)
    {
        Add(sha, (uint)text.Length);
        sha.AppendData(text);
    }
}
