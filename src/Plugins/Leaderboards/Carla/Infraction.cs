using Sim.Geometry;

namespace Sim.Plugins.Leaderboards;

/// <summary>One infraction.</summary>
/// <param name="Name">Its name in CARLA's result files.</param>
/// <param name="TimeUs">When, µs since the recording's start.</param>
/// <param name="Place">Where, local m.</param>
/// <param name="Text">What, without time and place.</param>
/// <param name="Actors">Who, the ego first.</param>
public sealed record Infraction(string Name, long TimeUs, Vector2d Place, string Text, IReadOnlyList<string> Actors);
