namespace Sim.Storyboards;

/// <summary>Which domains a controller takes over (true), gives up (false) or leaves as they are (null).</summary>
/// <param name="Lateral">Lateral motion.</param>
/// <param name="Longitudinal">Longitudinal motion.</param>
/// <param name="Animation">Animation (1.2).</param>
/// <param name="Lighting">Lights (1.2).</param>
/// <param name="ControllerName">Which of several controllers (1.2), or null.</param>
public sealed record ActivateController(bool? Lateral = null, bool? Longitudinal = null, bool? Animation = null, bool? Lighting = null, string? ControllerName = null);
