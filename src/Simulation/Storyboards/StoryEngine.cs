using System.Globalization;
using Sim.Simulation.Engine;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// Executes a scenario's storyboard beside the engine. At a time t the triggers are looked at with the states at t, and what starts takes effect at
/// once; the step to t + dt then performs the running actions in the file's order, and whoever no action has moved drives on along its lane.
/// Transitions bear the time t. Not thread-safe; a step without transitions allocates nothing.
/// </summary>
internal sealed class StoryEngine
{
    private readonly StoryElement _root;
    private readonly StoryElement[] _actions;
    private readonly StoryTask[] _init;
    private readonly StoryActor?[] _byIndex;
    private readonly StoryActor[] _actors;
    private readonly StoryValue[] _values;
    private readonly StoryLights _lights;
    private readonly SignalPlan _signals;
    private readonly string[] _warnings;
    private readonly long _stepUs;
    private readonly List<RecordedEvent> _events = [];
    private DateTimeOffset? _dateTime;
    private double _dateTimeAt;
    private bool _dateTimeRuns;

    public StoryEngine(Scenario scenario, SignalPlan signals, bool strict, IReadOnlySet<string>? outside = null)
    {
        _stepUs = scenario.StepUs;
        _signals = signals;
        DtS = scenario.StepUs * 1e-6;
        var compiler = new StoryCompiler(scenario, signals, this, outside);
        (_root, _actions, _init) = compiler.Compile();
        (_byIndex, _values, _lights) = (compiler.ByIndex, [.. compiler.Parameters.Values, .. compiler.Variables.Values], compiler.Lights);
        _actors = [.. _byIndex.OfType<StoryActor>()];
        if (strict && compiler.Problems.Count > 0)
        {
            string more = compiler.Problems.Count > 1 ? $" (and {compiler.Problems.Count - 1} more)" : "";
            throw new InputException(
                $"the storyboard of scenario '{scenario.Name}' needs {compiler.Problems[0]}{more}, which the embedded engine does not perform; set the simulator's option 'unsupported' to 'warn' to run it without");
        }

        _warnings = [.. compiler.Problems.Select(p => $"The storyboard needs {p}, which is not performed."), .. compiler.Warnings];
    }

    /// <summary>Step length, s.</summary>
    public double DtS { get; }

    public int StepIndex { get; private set; }

    /// <summary>Time of the present step, s.</summary>
    public double TimeS => StepIndex * _stepUs * 1e-6;

    /// <summary>Time of day, when the storyboard has set one.</summary>
    public DateTimeOffset? TimeOfDay => _dateTime is { } at && _dateTimeRuns ? at.AddSeconds(TimeS - _dateTimeAt) : _dateTime;

    /// <summary>The storyboard has been stopped by its own trigger.</summary>
    public bool IsOver => _root.State == ElementState.Complete;

    /// <summary>What happened since <see cref="Clear"/>, in order of time.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    public void Clear() => _events.Clear();

    /// <summary>The entity of an actor; null when it is none.</summary>
    public StoryActor? Of(int actor) => _byIndex[actor];

    /// <summary>Stands at the start: performs the init, then looks at the triggers of t = 0.</summary>
    public void Begin()
    {
        StepIndex = 0;
        _events.Clear();
        (_dateTime, _dateTimeAt, _dateTimeRuns) = (null, 0, false);
        foreach (var value in _values)
        {
            value.Reset();
        }

        foreach (var actor in _actors)
        {
            actor.Reset();
        }

        _lights.Reset();
        _root.Rewind();
        _root.ResetTriggers();
        foreach (string warning in _warnings)
        {
            _events.Add(new RecordedEvent(0, "warning", [], warning));
        }

        for (int i = 0; i < _init.Length; i++)
        {
            _init[i].Rewind();
            EndOthers(_init[i], i);
            _init[i].Begin();
        }

        foreach (var actor in _actors)
        {
            actor.Settle(0);
            // Where the init put it is where the first step begins.
            (actor.MovedAlong, actor.Teleported) = (false, false);
        }

        _signals.MoveTo(0);
        _root.Enter();
        _root.Evaluate();
    }

    /// <summary>Moves the entities from this step to the next.</summary>
    public void Move()
    {
        foreach (var actor in _actors)
        {
            actor.Remember();
        }

        foreach (var task in _init)
        {
            task.Step();
        }

        _root.Step();
        foreach (var actor in _actors)
        {
            if (actor.IsMoved && actor.Present && !actor.MovedAlong)
            {
                actor.Drive(DtS);
            }
        }
    }

    /// <summary>Takes over what others moved, and looks at the triggers of the new time.</summary>
    public void Settle(World world)
    {
        StepIndex++;
        foreach (var actor in _actors)
        {
            if (!actor.IsMoved)
            {
                actor.Take(world.State(actor.Index), world.IsPresent(actor.Index));
            }

            actor.Derive(TimeS, DtS);
        }

        _lights.Advance();
        _signals.MoveTo(StepIndex * _stepUs);
        if (!IsOver)
        {
            _root.Evaluate();
        }
    }

    /// <summary>Ends the running actions that move the same entity in the same domain.</summary>
    public void EndOthers(StoryElement action)
    {
        var task = action.Task!;
        EndOthers(task, _init.Length);
        if (task.Moves == StoryTask.Domains.None)
        {
            return;
        }

        foreach (var other in _actions)
        {
            if (!ReferenceEquals(other, action) && other.State == ElementState.Running && ReferenceEquals(other.Task!.Self, task.Self) && (other.Task.Moves & task.Moves) != 0)
            {
                other.End();
            }
        }
    }

    /// <summary>Ends all running actions of an entity that leaves the scene.</summary>
    public void EndAll(StoryActor actor)
    {
        foreach (var task in _init)
        {
            if (ReferenceEquals(task.Self, actor))
            {
                task.Cancel();
            }
        }

        foreach (var action in _actions)
        {
            if (action.State == ElementState.Running && ReferenceEquals(action.Task!.Self, actor))
            {
                action.End();
            }
        }
    }

    public bool TryResolve(StoryPositions positions, StoryPosition position, StoryActor self, out StoryPose pose)
    {
        try
        {
            pose = positions.Resolve(position, self);
            return true;
        }
        catch (InputException refused)
        {
            Warn(self, $"cannot be put at a position: {refused.Detail}");
            pose = default;
            return false;
        }
    }

    public void Tell(StoryElement element, StoryTransitionKind how, ElementState from, ElementState to)
    {
        var transition = new StoryTransition(StepIndex * _stepUs, element.Kind!.Value, how, Word(from), Word(to), element.Path, element.Task?.Self?.Actor.Id) { Name = element.Name };
        _events.Add(transition.ToEvent());
    }

    public void Warn(StoryActor self, string text) => _events.Add(new RecordedEvent(StepIndex * _stepUs, "warning", [self.Actor.Id], $"'{self.Actor.Id}' {text}."));

    public void Note(StoryActor? self, string text) => _events.Add(new RecordedEvent(StepIndex * _stepUs, "note", self is null ? [] : [self.Actor.Id], text));

    public void Change(StoryEnvironment environment)
    {
        if (environment.DateTime is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            (_dateTime, _dateTimeAt, _dateTimeRuns) = (at, TimeS, environment.DateTimeRuns ?? false);
        }

        if (StepIndex > 0)
        {
            Note(null, $"The environment changes to '{environment.Name}'.");
        }
    }

    private void EndOthers(StoryTask task, int before)
    {
        for (int i = 0; i < before; i++)
        {
            if (!ReferenceEquals(_init[i], task) && ReferenceEquals(_init[i].Self, task.Self) && (_init[i].Moves & task.Moves) != 0)
            {
                _init[i].Cancel();
            }
        }
    }

    private static string Word(ElementState state) => state switch
    {
        ElementState.Init => "init",
        ElementState.Standby => "standby",
        ElementState.Running => "running",
        _ => "complete",
    };
}
