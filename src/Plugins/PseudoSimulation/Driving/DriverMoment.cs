using Sim.Plugins.PseudoSimulation.Scenes;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation.Driving;

/// <summary>What a driver sees at one instant.</summary>
/// <param name="TimeUs">µs since the recording's start.</param>
/// <param name="Ego">The ego, rear axle.</param>
/// <param name="Others">Everybody else, box centres, in the order of the task's actors.</param>
/// <param name="Signals">Lights.</param>
/// <param name="IsRecorded">True when the recording itself shows this world.</param>
internal sealed record DriverMoment(long TimeUs, EgoState Ego, ObservedActor[] Others, ObservedSignal[] Signals, bool IsRecorded);
