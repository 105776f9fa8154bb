namespace Sim.Storyboards;

/// <summary>An overridden control.</summary>
/// <param name="Control">"throttle", "brake", "clutch", "parking_brake", "steering_wheel" or "gear".</param>
/// <param name="Active">True: overridden; false: given back.</param>
/// <param name="Value">Pedals 0 to 1, wheel rad, gear number.</param>
/// <param name="MaxRatePerS">Largest rate (1.2), or null.</param>
public sealed record ControlOverride(string Control, bool Active, double Value, double? MaxRatePerS = null);
