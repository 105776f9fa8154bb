using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace Sim.Rpc.Services;

/// <summary>Ids of one client's sessions: readable, unique among its own, different from those of other clients of the same peer. Thread-safe.</summary>
internal sealed class SessionNames
{
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private readonly string _client8 = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>What proves that a session is this client's.</summary>
    public string OwnerToken { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A new id.</summary>
    public string Begin(string name)
    {
        string slug = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '-').Take(40));
        for (int n = 1; ; n++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{slug}:{_client8}:{n}");
            if (_open.TryAdd(id, true))
            {
                return id;
            }
        }
    }

    /// <summary>An id is free again.</summary>
    public void End(string id) => _open.TryRemove(id, out _);
}
