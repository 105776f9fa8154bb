namespace Sim.Plugins.Sdk;

/// <summary>A driver's handshake.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Reproducibility">What it promises for equal observations and seed.</param>
/// <param name="PerfectTracking">True: the simulator puts the ego exactly on the plan instead of tracking it with the vehicle model (log replay).</param>
public sealed record DriverInfo(string Name, string Version, Reproducibility Reproducibility, bool PerfectTracking = false);
