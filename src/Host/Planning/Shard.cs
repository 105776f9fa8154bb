using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sim.Host.Planning;

/// <summary>One of several machines that share a run.</summary>
/// <param name="Index">1-based index.</param>
/// <param name="Count">Number of shards.</param>
internal sealed record Shard(int Index, int Count)
{
    private const int MaxCount = 100_000;

    /// <summary>Reads "i/n" or "auto".</summary>
    /// <param name="text">The switch.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="InputException">Neither, or auto without a scheduler's variables.</exception>
    public static Shard Parse(string text, Func<string, string?> environment)
    {
        if (text == "auto")
        {
            return Auto(environment);
        }

        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? Checked(index, count, "--shard")
            : throw new InputException($"--shard: found '{text}', expected i/n with i from 1 to n (example: 2/5), or auto");
    }

    /// <summary>The shard that owns a case by the stable hash of its id, 1-based.</summary>
    public static int Owner(string caseId, int count)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(caseId), hash);
        return 1 + (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)count);
    }

    /// <summary>The ids of this shard. With earlier wall times the shards are balanced: longest first, each to the least loaded.</summary>
    /// <param name="ids">All planned ids.</param>
    /// <param name="secondsById">Earlier wall times, or null for the hash alone.</param>
    public IReadOnlySet<string> Select(IReadOnlyCollection<string> ids, IReadOnlyDictionary<string, double>? secondsById)
    {
        if (secondsById is null || secondsById.Count == 0)
        {
            return ids.Where(id => Owner(id, Count) == Index).ToHashSet(StringComparer.Ordinal);
        }

        var known = ids.Where(secondsById.ContainsKey).Select(id => secondsById[id]).Order().ToList();
        double typical = known.Count == 0 ? 1 : known[known.Count / 2];
        var load = new double[Count];
        var mine = new HashSet<string>(StringComparer.Ordinal);
        var longestFirst = ids.Select(id => (Id: id, Seconds: secondsById.TryGetValue(id, out double s) ? s : typical))
            .OrderByDescending(c => c.Seconds).ThenBy(c => c.Id, StringComparer.Ordinal);
        foreach (var (id, seconds) in longestFirst)
        {
            int least = 0;
            for (int i = 1; i < Count; i++)
            {
                least = load[i] < load[least] ? i : least;
            }

            load[least] += Math.Max(seconds, 1e-3);
            if (least == Index - 1)
            {
                mine.Add(id);
            }
        }

        return mine;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static Shard Auto(Func<string, string?> environment)
    {
        if (environment("CI_NODE_TOTAL") is { Length: > 0 } total)
        {
            return Checked(Number("CI_NODE_INDEX", environment("CI_NODE_INDEX")), Number("CI_NODE_TOTAL", total), "CI_NODE_INDEX/CI_NODE_TOTAL");
        }

        if (environment("SLURM_ARRAY_TASK_ID") is { Length: > 0 } task)
        {
            int first = Number("SLURM_ARRAY_TASK_MIN", environment("SLURM_ARRAY_TASK_MIN") ?? "0");
            int step = Math.Max(1, Number("SLURM_ARRAY_TASK_STEP", environment("SLURM_ARRAY_TASK_STEP") ?? "1"));
            int count = Number("SLURM_ARRAY_TASK_COUNT", environment("SLURM_ARRAY_TASK_COUNT"));
            return Checked((Number("SLURM_ARRAY_TASK_ID", task) - first) / step + 1, count, "SLURM_ARRAY_TASK_ID/COUNT");
        }

        if (environment("JOB_COMPLETION_INDEX") is { Length: > 0 } completion)
        {
            int count = Number("JOB_COMPLETION_COUNT", environment("JOB_COMPLETION_COUNT"));
            return Checked(Number("JOB_COMPLETION_INDEX", completion) + 1, count, "JOB_COMPLETION_INDEX/COUNT");
        }

        throw new InputException(
            "--shard auto: none of CI_NODE_INDEX with CI_NODE_TOTAL, SLURM_ARRAY_TASK_ID with SLURM_ARRAY_TASK_COUNT, or JOB_COMPLETION_INDEX with JOB_COMPLETION_COUNT is set; write --shard i/n");
    }

    private static int Number(string name, string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InputException($"--shard auto: the environment variable {name} is {(string.IsNullOrEmpty(text) ? "not set" : $"'{text}'")}; expected a whole number");

    private static Shard Checked(int index, int count, string what) => count is >= 1 and <= MaxCount && index >= 1 && index <= count
        ? new Shard(index, count)
        : throw new InputException($"{what}: shard {index} of {count} does not exist; expected an index from 1 to the count (at most {MaxCount})");
}
