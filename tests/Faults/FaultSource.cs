namespace Sim.Tests.Faults;

/// <summary>What schedules are drawn from.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Name">Name of the stream.</param>
/// <param name="Odds">What the peer can do wrong.</param>
/// <param name="Frames">Frames in each direction of a whole case, about.</param>
/// <param name="UndrivenFrames">The same where many steps come at once; 0 where every case is driven.</param>
/// <param name="Bytes">Bytes with TLS of a whole case, about.</param>
/// <param name="Steps">Steps of a case.</param>
internal sealed record FaultSource(ulong Seed, string Name, IReadOnlyList<string> Odds, int Frames, int UndrivenFrames, int Bytes, int Steps);
