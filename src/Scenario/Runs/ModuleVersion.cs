namespace Sim;

/// <summary>A module that took part in a run.</summary>
/// <param name="Kind">Contract: "driver", "simulator", "generator", "assessor", "plugin" …</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record ModuleVersion(string Kind, string Name, string Version);
