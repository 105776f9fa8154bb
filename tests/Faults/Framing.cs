namespace Sim.Tests.Faults;

/// <summary>How a proxy cuts what passes, so that a fault has a place between or inside messages.</summary>
internal enum Framing
{
    /// <summary>As it comes: TLS hides the rest.</summary>
    None,

    /// <summary>Frames of HTTP/2.</summary>
    Http2,

    /// <summary>Messages with their length before them, as TraCI's. The server may come to listen after its client.</summary>
    Lengths,
}
