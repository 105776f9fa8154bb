using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sim.Maps;

/// <content>What is computed from a map once and kept with the instance.</content>
public sealed partial record RoadMap
{
    // Not fields: a copy made by "with" would inherit them, and equality would compare them.
    private static readonly ConditionalWeakTable<RoadMap, Derived> Computed = [];

    /// <summary>
    /// SHA-256 of the map's byte form (<see cref="SimJson"/>), lower-case hexadecimal: names the map in recordings. Equal data give equal
    /// hashes on every machine. Computed once per instance; thread-safe.
    /// </summary>
    public string ContentHash() => Computed.GetOrCreateValue(this).Hash(this);

    /// <summary>The map's index, built on first use and kept with the instance. Thread-safe.</summary>
    /// <exception cref="InputException">Two lanes share an id.</exception>
    public RoadMapIndex Index() => Computed.GetOrCreateValue(this).Index(this);

    /// <summary>The index of the map's road lines, built on first use and kept with the instance; empty when it has none. Thread-safe.</summary>
    /// <exception cref="InputException">Two roads share an id, or samples do not belong together.</exception>
    public RoadLineIndex RoadIndex() => Computed.GetOrCreateValue(this).Roads(this);

    private sealed class Derived
    {
        private readonly Lock _gate = new();
        private RoadLineIndex? _roads;
        private string? _hash;
        private RoadMapIndex? _index;

        public string Hash(RoadMap map)
        {
            if (Volatile.Read(ref _hash) is { } known)
            {
                return known;
            }

            lock (_gate)
            {
                return _hash ??= Compute(map);
            }
        }

        public RoadMapIndex Index(RoadMap map)
        {
            if (Volatile.Read(ref _index) is { } known)
            {
                return known;
            }

            lock (_gate)
            {
                return _index ??= new RoadMapIndex(map);
            }
        }

        public RoadLineIndex Roads(RoadMap map)
        {
            if (Volatile.Read(ref _roads) is { } known)
            {
                return known;
            }

            lock (_gate)
            {
                return _roads ??= new RoadLineIndex(map);
            }
        }

        private static string Compute(RoadMap map)
        {
            using var sha = SHA256.Create();
            using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
            {
                JsonSerializer.Serialize(stream, map, SimJson.Default.RoadMap);
            }

            return Convert.ToHexStringLower(sha.Hash!);
        }
    }
}
