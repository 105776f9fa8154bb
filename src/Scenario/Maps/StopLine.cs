using Sim.Geometry;

namespace Sim.Maps;

/// <summary>A line to stop at.</summary>
/// <param name="Id">Unique id.</param>
/// <param name="From">One end, local m.</param>
/// <param name="To">Other end, local m.</param>
/// <param name="SignalIds">Lights or signs it belongs to.</param>
public sealed record StopLine(string Id, Vector2d From, Vector2d To, IReadOnlyList<string> SignalIds);
