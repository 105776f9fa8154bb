using Sim.Formats.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>World frames as observations. One instance for each session: the observation and its arrays are reused. Not thread-safe.</summary>
public sealed class FrameObservations
{
    private readonly int _egoIndex;
    private readonly int _actorCount;
    private readonly long _stepUs;
    private readonly Observation _observation = new();
    private ObservedActor[] _others = [];
    private ObservedSignal[] _signals = [];

    /// <summary>Observations for a session.</summary>
    public FrameObservations(DriverTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _egoIndex = task.EgoIndex;
        _actorCount = task.Actors.Count;
        _stepUs = task.StepUs;
    }

    /// <summary>A world frame as an observation, valid until the next call.</summary>
    /// <param name="message">The world.</param>
    /// <param name="sensors">Sensor frames that came with it; null for none. Their data is shared, not copied.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public Observation From(WorldFrame? message, IReadOnlyList<Messages.SensorFrame>? sensors = null)
    {
        var world = Field.Needed(message, "world", "");
        Field.Count(world.Signals.Count, ContractLimits.Signals, "world", "signals");
        Field.Count(world.Actors.Count, _actorCount, "world", "actors");
        if (world.Step < 0)
        {
            throw Field.Error("world", "step", $"is {world.Step}, but must not be negative");
        }

        if (world.TimeUs != world.Step * _stepUs)
        {
            throw Field.Error("world", "time_us", $"is {world.TimeUs}, but step {world.Step} is at {world.Step * _stepUs}");
        }

        if (_others.Length < world.Actors.Count)
        {
            _others = new ObservedActor[Math.Max(world.Actors.Count, Math.Min(_actorCount, 2 * _others.Length))];
        }

        int count = 0;
        long last = -1;
        bool hasEgo = false;
        for (int i = 0; i < world.Actors.Count; i++)
        {
            var actor = world.Actors[i];
            if (actor.Index <= last || actor.Index >= (uint)_actorCount)
            {
                throw Field.Error(Field.Item("world", "actors", i), "index", actor.Index >= (uint)_actorCount
                    ? $"is {actor.Index}, but there are {_actorCount} actors"
                    : $"is {actor.Index}, but must grow from actor to actor");
            }

            last = actor.Index;
            var state = ActorFrames.State(actor, "world.actors", i);
            if (actor.Index == (uint)_egoIndex)
            {
                hasEgo = true;
                _observation.Ego = state;
            }
            else
            {
                _others[count++] = new((int)actor.Index, state);
            }
        }

        if (!hasEgo)
        {
            throw Field.Error("world", "actors", $"lacks the ego (index {_egoIndex})");
        }

        if (_signals.Length < world.Signals.Count)
        {
            _signals = new ObservedSignal[world.Signals.Count];
        }

        for (int i = 0; i < world.Signals.Count; i++)
        {
            var signal = world.Signals[i];
            _signals[i] = new(Field.Id(signal.Id, "world", "signals.id"), Enums.SignalState.From(signal.State, "world", "signals.state"));
        }

        Frame[] seen = [];
        if (sensors is { Count: > 0 })
        {
            Field.Count(sensors.Count, ContractLimits.ListItems, "", "sensors");
            seen = new Frame[sensors.Count];
            for (int i = 0; i < seen.Length; i++)
            {
                seen[i] = FrameMessages.From(sensors[i], Field.Item("", "sensors", i));
            }
        }

        _observation.Frames = seen;
        _observation.Step = world.Step;
        _observation.TimeUs = world.TimeUs;
        _observation.Others = _others.AsMemory(0, count);
        _observation.Signals = _signals.AsMemory(0, world.Signals.Count);
        return _observation;
    }
}
