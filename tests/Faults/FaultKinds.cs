namespace Sim.Tests.Faults;

/// <summary>Which faults have a place where, and which of them must not be felt.</summary>
internal static class FaultKinds
{
    /// <summary>Of a connection in plain text.</summary>
    public static readonly FaultKind[] Plain =
    [
        FaultKind.Delay, FaultKind.LongDelay, FaultKind.Drop, FaultKind.Repeat, FaultKind.HalfOpen, FaultKind.Silence, FaultKind.Reset, FaultKind.ResetInMessage,
        FaultKind.CloseInMessage, FaultKind.GarbageFrame, FaultKind.GarbageBytes, FaultKind.Trickle, FaultKind.Crash,
    ];

    /// <summary>Of a connection in plain text to a process of its own.</summary>
    public static readonly FaultKind[] Process = [.. Plain, FaultKind.Kill, FaultKind.Kill, FaultKind.Stop, FaultKind.Stop, FaultKind.WrongTick, FaultKind.WrongTick];

    /// <summary>Of a connection with TLS: without frames to see, some have no place.</summary>
    public static readonly FaultKind[] Tls = [.. Plain.Where(k => k is not (FaultKind.GarbageFrame or FaultKind.Repeat)), FaultKind.TurnedBit, FaultKind.TurnedBit];

    /// <summary>True for what loses nothing: given time, all goes on.</summary>
    public static bool IsHarmless(FaultKind kind) => kind is FaultKind.None or FaultKind.Delay or FaultKind.Trickle;

    /// <summary>True for a connection that breaks so that both ends see it and can be made again.</summary>
    public static bool IsSeen(FaultKind kind) => kind is FaultKind.Reset or FaultKind.ResetInMessage or FaultKind.CloseInMessage;
}
