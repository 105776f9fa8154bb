using Sim.Formats.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// Observations as world frames. One instance for each session: it keeps the message and the actors in it, so that a step allocates nothing.
/// Ids of actors are left out, their index counts. Not thread-safe.
/// </summary>
public sealed class ObservationFrames
{
    private readonly int _egoIndex;
    private readonly List<ActorFrame> _actors = [];
    private readonly List<SignalFrame> _signals = [];

    /// <summary>Frames for a session.</summary>
    /// <param name="egoIndex">Index of the ego among the task's actors.</param>
    public ObservationFrames(int egoIndex) => _egoIndex = egoIndex;

    /// <summary>The message that <see cref="Fill"/> fills.</summary>
    public WorldFrame World { get; } = new();

    /// <summary>Writes an observation into <see cref="World"/>, the ego in its place among the others.</summary>
    public WorldFrame Fill(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        World.Step = observation.Step;
        World.TimeUs = observation.TimeUs;
        World.Actors.Clear();
        World.Signals.Clear();
        bool placed = false;
        foreach (ref readonly var other in observation.Others.Span)
        {
            if (!placed && other.Index > _egoIndex)
            {
                Add(_egoIndex, observation.Ego);
                placed = true;
            }

            Add(other.Index, other.State);
        }

        if (!placed)
        {
            Add(_egoIndex, observation.Ego);
        }

        foreach (ref readonly var signal in observation.Signals.Span)
        {
            int at = World.Signals.Count;
            if (at == _signals.Count)
            {
                _signals.Add(new SignalFrame());
            }

            _signals[at].Id = signal.Id;
            _signals[at].State = Enums.SignalState.To(signal.State);
            World.Signals.Add(_signals[at]);
        }

        return World;
    }

    private void Add(int index, in ActorState state)
    {
        int at = World.Actors.Count;
        if (at == _actors.Count)
        {
            _actors.Add(new ActorFrame());
        }

        _actors[at].Index = (uint)index;
        ActorFrames.Set(_actors[at], state);
        World.Actors.Add(_actors[at]);
    }
}
