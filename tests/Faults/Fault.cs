namespace Sim.Tests.Faults;

/// <summary>A fault and its place.</summary>
/// <param name="Kind">What.</param>
/// <param name="Connection">On which connection, from 0.</param>
/// <param name="ToServer">In which direction.</param>
/// <param name="At">Before which frame in plain text, at which byte with TLS.</param>
/// <param name="Seed">For random content.</param>
internal sealed record Fault(FaultKind Kind, int Connection, bool ToServer, int At, ulong Seed);
