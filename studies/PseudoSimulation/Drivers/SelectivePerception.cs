using Sim.Plugins.Sdk;

namespace Sim.Studies.PseudoSimulation.Drivers;

/// <summary>Only some of the others are seen.</summary>
/// <param name="keep">True for whom to see: the ego, the other, its class.</param>
/// <param name="task">The task.</param>
internal sealed class SelectivePerception(DriverTask task, Func<ActorState, ActorState, ActorClass, bool> keep) : IPerception
{
    /// <inheritdoc/>
    public void Apply(Observation observation)
    {
        var seen = new List<ObservedActor>(observation.Others.Length);
        foreach (ref readonly var other in observation.Others.Span)
        {
            if (keep(observation.Ego, other.State, task.Actors[other.Index].Class))
            {
                seen.Add(other);
            }
        }

        observation.Others = seen.ToArray();
    }
}
