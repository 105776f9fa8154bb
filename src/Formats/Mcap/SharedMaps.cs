using System.Collections.Concurrent;
using Sim.Maps;

namespace Sim.Formats.Mcap;

/// <summary>
/// Maps of recordings that are in use, by the hash of their bytes: a run of a thousand cases on one map reads it once, and shares what is computed
/// from it. Maps are immutable. Holds none of them alive. Thread-safe.
/// </summary>
internal static class SharedMaps
{
    private const int Most = 256;
    private static readonly ConcurrentDictionary<string, WeakReference<RoadMap>> Known = new(StringComparer.Ordinal);

    /// <summary>The map of some bytes.</summary>
    /// <param name="sha256">SHA-256 of the bytes, which the caller has computed from them.</param>
    /// <param name="read">Reads the bytes when no such map is in use.</param>
    /// <exception cref="InputException">From <paramref name="read"/>.</exception>
    public static RoadMap Of(string sha256, Func<RoadMap> read)
    {
        if (Known.TryGetValue(sha256, out var held) && held.TryGetTarget(out var map))
        {
            return map;
        }

        map = read();
        if (Known.Count >= Most)
        {
            foreach (var (key, other) in Known)
            {
                if (!other.TryGetTarget(out _))
                {
                    Known.TryRemove(key, out _);
                }
            }
        }

        if (Known.Count < Most)
        {
            Known[sha256] = new(map);
        }

        return map;
    }
}
