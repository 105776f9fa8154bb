namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>There is no frame to show a driver. The message says which sensor failed, when and why.</summary>
internal sealed class SensorFailedException(string message, Exception? inner = null) : Exception(message, inner);
