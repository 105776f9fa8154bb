namespace Sim;

/// <summary>The unit of running, sharding, resuming and comparing. One case is one scenario.</summary>
public sealed record Case
{
    /// <summary>Readable slug plus hash of entry, key and replica; see <see cref="CaseId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Name of its entry.</summary>
    public required string Entry { get; init; }

    /// <summary>The generator's key.</summary>
    public required CaseKey Key { get; init; }

    /// <summary>Replica, 0 for the first.</summary>
    public int Replica { get; init; }

    /// <summary>Builds the case of an entry, key and replica.</summary>
    public static Case Create(string entry, CaseKey key, int replica = 0)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new() { Id = CaseId.Of(entry, key, replica), Entry = entry, Key = key, Replica = replica };
    }
}
