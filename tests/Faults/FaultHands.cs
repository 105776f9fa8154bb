namespace Sim.Tests.Faults;

/// <summary>What a proxy does to whoever answers, besides what it does to the bytes.</summary>
internal sealed record FaultHands
{
    /// <summary>Kills its process.</summary>
    public Action Kill { get; init; } = static () => { };

    /// <summary>Stops its process (SIGSTOP) and never lets it go on.</summary>
    public Action Stop { get; init; } = static () => { };

    /// <summary>A piece that answers a step, with another time in it; null when it answers none.</summary>
    public Func<ReadOnlyMemory<byte>, byte[]?> Retime { get; init; } = static _ => null;
}
