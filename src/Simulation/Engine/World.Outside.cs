using Sim.Maps;

namespace Sim.Simulation.Engine;

public sealed partial class World
{
    /// <summary>Number of traffic lights, in the map's order.</summary>
    public int LightCount => _signals.Count;

    /// <summary>True when another simulator moves an actor (<see cref="IOutsideTraffic"/>).</summary>
    public bool IsMovedOutside(int index) => _motion[index] == Motion.Outside;

    /// <summary>Puts an actor that another simulator moves where it is at the current step; it appears when it was absent. For <see cref="IOutsideTraffic"/> only.</summary>
    /// <param name="index">The actor.</param>
    /// <param name="state">Its box centre.</param>
    /// <param name="jumps">True: it has not come this way from where it was, so nothing on the way is touched.</param>
    /// <exception cref="InvalidOperationException">This engine moves the actor.</exception>
    public void PlaceOutside(int index, in ActorState state, bool jumps = false)
    {
        RequireOutside(index);
        _wasPresent[index] &= !jumps;
        bool entered = !_present[index];
        // Cosine and sine are kept from the step before only for one heading.
        if (entered || state.HeadingRad != _heading[index])
        {
            (_sin[index], _cos[index]) = Sim.Numerics.Pinned.SinCos(state.HeadingRad);
            _heading[index] = state.HeadingRad;
        }

        Place(index, state);
        _present[index] = true;
        if (entered && StepIndex > 0)
        {
            Raise(WorldEventKind.Appear, index);
        }
    }

    /// <summary>Takes an actor that another simulator moves out of the scene. No effect when it is absent. For <see cref="IOutsideTraffic"/> only.</summary>
    /// <exception cref="InvalidOperationException">This engine moves the actor.</exception>
    public void RemoveOutside(int index)
    {
        RequireOutside(index);
        if (_present[index])
        {
            Leave(index);
        }
    }

    /// <summary>Place of a traffic light by its id, or -1.</summary>
    public int LightOf(string id) => _signals.Find(id);

    /// <summary>Id of a traffic light.</summary>
    public string LightId(int light) => _signals.Id(light);

    /// <summary>What a light shows at the current step; while <see cref="IOutsideTraffic.Advance"/> runs, what it showed when the step began.</summary>
    public SignalState LightState(int light) => _signals.State(light);

    /// <summary>What a light shows at a time by its own programme; <see cref="SignalState.Unknown"/> without one.</summary>
    public SignalState ProgrammeOf(int light, long timeUs) => _signals.At(light, timeUs);

    /// <summary>Makes a light show a state from the current step on; null gives it back to its programme. For <see cref="IOutsideTraffic"/> only.</summary>
    public void Show(int light, SignalState? state) => _signals.Hold(light, state);

    private void RequireOutside(int index)
    {
        if (_motion[index] != Motion.Outside)
        {
            throw new InvalidOperationException($"'{_actors[index].Id}' is moved by the engine itself.");
        }
    }
}
