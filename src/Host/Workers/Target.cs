namespace Sim.Host.Workers;

/// <summary>Answers calls of an object. May be called by several threads.</summary>
/// <param name="call">The call.</param>
/// <returns>Byte forms of the results.</returns>
internal delegate IReadOnlyList<byte[]> Target(Call call);
