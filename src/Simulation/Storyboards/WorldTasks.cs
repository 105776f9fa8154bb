using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Makes an entity appear somewhere, or vanish.</summary>
internal sealed class PresenceTask(StoryActor entity, StoryPosition? position, StoryPositions positions, StoryEngine engine) : StoryTask
{
    protected override void Start()
    {
        if (!entity.IsMoved)
        {
            engine.Warn(entity, "is driven by others: the storyboard does not make it appear or vanish");
            return;
        }

        if (position is null)
        {
            entity.Present = false;
            engine.EndAll(entity);
        }
        else if (!entity.Present && engine.TryResolve(positions, position, entity, out var pose))
        {
            entity.PutAt(pose);
            entity.MovedAlong = true;
            entity.Present = true;
        }
    }
}

/// <summary>Sets or changes a parameter or variable.</summary>
internal sealed class ValueTask(StoryValue value, string? text, double? number, bool multiply) : StoryTask
{
    protected override void Start()
    {
        if (text is not null)
        {
            value.Set(text);
        }
        else
        {
            double now = value.AsNumber ?? 0;
            value.Set(multiply ? now * number!.Value : now + number!.Value);
        }
    }
}

/// <summary>Makes a light show a state.</summary>
internal sealed class SignalTask(StoryLights lights, int light, string text, SignalState state) : StoryTask
{
    protected override void Start() => lights.Show(light, text, state);
}

/// <summary>Puts a programme of lights into a phase.</summary>
internal sealed class PhaseTask(StoryLights lights, int programme, int phase) : StoryTask
{
    protected override void Start() => lights.Enter(programme, phase);
}

/// <summary>Changes the environment: the time of day runs from here; the rest is told in the recording's events.</summary>
internal sealed class EnvironmentTask(StoryEnvironment environment, StoryEngine engine) : StoryTask
{
    protected override void Start() => engine.Change(environment);
}

/// <summary>Something that is told in the recording's events and moves nobody.</summary>
internal sealed class NoteTask(string text, StoryEngine engine) : StoryTask
{
    protected override void Start() => engine.Note(Self, text);
}

/// <summary>Nothing to do: what is asked for holds already.</summary>
internal sealed class IdleTask : StoryTask
{
    protected override void Start()
    {
    }
}
