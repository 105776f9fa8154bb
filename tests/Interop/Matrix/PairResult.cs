namespace Sim.Tests.Interop;

/// <summary>What one client found at one server.</summary>
/// <param name="Lines">"ok NAME" or "FAIL NAME why", as the client printed them.</param>
/// <param name="BytesUp">Bytes that went through the relay to the server.</param>
/// <param name="BytesDown">Bytes that came back through it.</param>
internal sealed record PairResult(IReadOnlyList<string> Lines, long BytesUp, long BytesDown);
