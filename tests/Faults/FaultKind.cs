namespace Sim.Tests.Faults;

/// <summary>What goes wrong between the two ends, at one place in one direction of one connection.</summary>
internal enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Bytes come late, but in time.</summary>
    Delay,
    /// <summary>Bytes come after every deadline.</summary>
    LongDelay,
    /// <summary>One frame is lost.</summary>
    Drop,
    /// <summary>One frame comes twice.</summary>
    Repeat,
    /// <summary>From here on nothing comes in this direction; the connection stays.</summary>
    HalfOpen,
    /// <summary>From here on nothing comes in either direction; the connection stays.</summary>
    Silence,
    /// <summary>The connection is reset.</summary>
    Reset,
    /// <summary>The connection is reset in the middle of a frame.</summary>
    ResetInMessage,
    /// <summary>The connection is closed in the middle of a frame.</summary>
    CloseInMessage,
    /// <summary>A frame of random content is slipped in.</summary>
    GarbageFrame,
    /// <summary>Random bytes are slipped in between two frames.</summary>
    GarbageBytes,
    /// <summary>Bytes come one by one.</summary>
    Trickle,
    /// <summary>The connection is reset, and nobody is there any more.</summary>
    Crash,
    /// <summary>A bit is turned, which only TLS can see.</summary>
    TurnedBit,
    /// <summary>The process at the other end is killed.</summary>
    Kill,
    /// <summary>The process at the other end is stopped, beyond every deadline.</summary>
    Stop,
    /// <summary>A step is answered with another time.</summary>
    WrongTick,
}
