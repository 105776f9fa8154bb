namespace Sim.Plugins.Sdk;

/// <summary>A simulator's handshake.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reproducibility">What it promises for equal inputs and seed.</param>
/// <param name="Capabilities">Words: "plan", "controls", "signals", "sensors" …</param>
public sealed record SimulatorInfo(string Name, string Version, Reproducibility Reproducibility, IReadOnlyList<string> Capabilities);
