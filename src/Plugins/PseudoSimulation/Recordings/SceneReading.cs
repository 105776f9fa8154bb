using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Plugins.PseudoSimulation.Recordings;

/// <summary>What a recording gives at one instant.</summary>
public sealed record SceneReading
{
    /// <summary>The instant, µs since the recording's start.</summary>
    public required long TimeUs { get; init; }

    /// <summary>The scene; null when there is none.</summary>
    public PseudoScene? Scene { get; init; }

    /// <summary>Why there is no scene; empty when there is one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>
    /// Why the road is not known, so that only NC, TTC and HC can be given; empty when it is. The scene then lies on open ground.
    /// </summary>
    public string NoRoad { get; init; } = "";

    /// <summary>What was assumed or missing, as sentences.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
