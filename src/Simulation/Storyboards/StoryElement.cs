using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// An element of a storyboard with its state. Its life: init, standby (its parent runs, its trigger does not hold yet), running, complete; an event
/// or group that may run again goes back to standby. Not thread-safe.
/// </summary>
internal sealed class StoryElement
{
    private readonly StoryEngine _engine;
    private readonly int[] _entered = new int[4];
    private readonly int[] _made = new int[5];
    private bool _wasSkipped;
    private bool _isStopping;

    public StoryElement(StoryEngine engine, StoryboardElementKind? kind, string name, StoryElement? parent)
    {
        _engine = engine;
        Kind = kind;
        Name = name;
        Parent = parent;
        Path = parent is null || parent.Kind is null ? name : $"{parent.Path}/{name}";
    }

    /// <summary>Kind; null for the storyboard itself.</summary>
    public StoryboardElementKind? Kind { get; }

    public string Name { get; }

    public string Path { get; }

    public StoryElement? Parent { get; }

    public StoryElement[] Children { get; set; } = [];

    public Trigger? StartTrigger { get; init; }

    public Trigger? StopTrigger { get; init; }

    public int MaxExecutions { get; init; } = 1;

    public EventPriority Priority { get; init; } = EventPriority.Parallel;

    /// <summary>What an action does; null for the others.</summary>
    public StoryTask? Task { get; init; }

    /// <summary>An action that is performed only when its entity has made the event's trigger hold.</summary>
    public bool PicksTriggering { get; init; }

    public ElementState State { get; private set; }

    public int Executions { get; private set; }

    /// <summary>How often a state was reached.</summary>
    public int Entered(ElementState state) => _entered[(int)state];

    /// <summary>How often a transition was made.</summary>
    public int Made(StoryTransitionKind kind) => _made[(int)kind];

    /// <summary>Stands at the beginning of a run.</summary>
    public void Rewind()
    {
        State = ElementState.Init;
        (Executions, _wasSkipped) = (0, false);
        _entered.AsSpan().Clear();
        _made.AsSpan().Clear();
        Task?.Rewind();
        foreach (var child in Children)
        {
            child.Rewind();
        }
    }

    /// <summary>Lets the triggers here and below forget what they saw; after all elements were rewound.</summary>
    public void ResetTriggers()
    {
        StartTrigger?.Reset();
        StopTrigger?.Reset();
        foreach (var child in Children)
        {
            child.ResetTriggers();
        }
    }

    /// <summary>The parent runs: waits for the trigger, or begins at once without one.</summary>
    public void Enter()
    {
        if (StartTrigger is not null)
        {
            Go(ElementState.Standby, StoryTransitionKind.Enter);
        }
        else
        {
            Begin();
        }
    }

    /// <summary>Checks triggers of this element and of what runs below it.</summary>
    public void Evaluate()
    {
        if (State == ElementState.Running && StopTrigger is { } stop && stop.Holds())
        {
            Stop();
        }

        if (State == ElementState.Standby && (StartTrigger is null || StartTrigger.Holds()))
        {
            Begin();
        }

        if (State == ElementState.Running)
        {
            foreach (var child in Children)
            {
                child.Evaluate();
            }
        }
    }

    /// <summary>Performs a step of all running actions below.</summary>
    public void Step()
    {
        if (State != ElementState.Running)
        {
            return;
        }

        if (Task is not null)
        {
            Task.Step();
            if (Task.IsOver && State == ElementState.Running)
            {
                End();
            }

            return;
        }

        foreach (var child in Children)
        {
            child.Step();
        }
    }

    /// <summary>Ends regularly, with all that runs below.</summary>
    public void End()
    {
        if (State is ElementState.Complete or ElementState.Init)
        {
            return;
        }

        foreach (var child in Children)
        {
            if (child.State == ElementState.Running)
            {
                child.End();
            }
        }

        // The last child's end may have ended this already.
        if (State is ElementState.Complete or ElementState.Init)
        {
            return;
        }

        bool again = Kind is StoryboardElementKind.ManeuverGroup or StoryboardElementKind.Event && Executions < MaxExecutions;
        if (Kind == StoryboardElementKind.Event && State == ElementState.Standby)
        {
            return;
        }

        Task?.Close();
        if (again)
        {
            StartTrigger?.Reset();
            StopTrigger?.Reset();
            Go(ElementState.Standby, StoryTransitionKind.End);
            foreach (var child in Children)
            {
                child.Restore();
            }
        }
        else
        {
            Go(ElementState.Complete, StoryTransitionKind.End);
        }

        Parent?.ChildEnded();
    }

    /// <summary>Is stopped, with all below.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (var child in Children)
        {
            child.Stop();
        }

        _isStopping = false;
        if (State is ElementState.Standby or ElementState.Running)
        {
            Task?.Close();
            Go(ElementState.Complete, StoryTransitionKind.Stop);
            Parent?.ChildEnded();
        }
    }

    private void ChildEnded()
    {
        // The storyboard goes on without running stories.
        if (Kind is null || _isStopping || State is ElementState.Complete or ElementState.Init)
        {
            return;
        }

        foreach (var child in Children)
        {
            if (child.State != ElementState.Complete)
            {
                return;
            }
        }

        End();
    }

    private void Begin()
    {
        if (Kind == StoryboardElementKind.Event && !MayBegin())
        {
            return;
        }

        _wasSkipped = false;
        Executions++;
        Go(ElementState.Running, StoryTransitionKind.Start);
        if (Children.Length == 0 && Kind is not null)
        {
            if (Task is null)
            {
                End();
            }

            return;
        }

        foreach (var child in Children)
        {
            if (State != ElementState.Running)
            {
                return;
            }

            if (Kind == StoryboardElementKind.Event)
            {
                BeginAction(child);
            }
            else
            {
                child.Enter();
            }
        }
    }

    private void BeginAction(StoryElement action)
    {
        var task = action.Task!;
        if (action.PicksTriggering && task.Self is { } self && StartTrigger is not null && !StartTrigger.Has(self))
        {
            action.State = ElementState.Complete;
            if (Array.TrueForAll(Children, c => c.State == ElementState.Complete))
            {
                End();
            }

            return;
        }

        _engine.EndOthers(action);
        action.Executions++;
        action.Go(ElementState.Running, StoryTransitionKind.Start);
        task.Begin();
        if (task.IsForNobody)
        {
            _engine.Note(task.Self, $"'{task.Self!.Actor.Id}' is driven by others: the action '{action.Name}' is left to them.");
        }

        // What is over at once still lasts until the step is made.
    }

    private bool MayBegin()
    {
        bool others = false;
        foreach (var sibling in Parent!.Children)
        {
            others |= !ReferenceEquals(sibling, this) && sibling.State == ElementState.Running;
        }

        if (!others || Priority == EventPriority.Parallel)
        {
            return true;
        }

        if (Priority == EventPriority.Skip)
        {
            // A trigger that goes on holding is told once.
            if (!_wasSkipped)
            {
                _wasSkipped = true;
                Go(State, StoryTransitionKind.Skip);
            }

            return false;
        }

        foreach (var sibling in Parent.Children)
        {
            if (!ReferenceEquals(sibling, this) && sibling.State == ElementState.Running)
            {
                sibling.End();
            }
        }

        return true;
    }

    /// <summary>Ready for another run of the parent.</summary>
    private void Restore()
    {
        State = ElementState.Init;
        Executions = Kind == StoryboardElementKind.Event ? 0 : Executions;
        StartTrigger?.Reset();
        StopTrigger?.Reset();
        foreach (var child in Children)
        {
            child.Restore();
        }
    }

    private void Go(ElementState to, StoryTransitionKind how)
    {
        var from = State;
        State = to;
        _entered[(int)to]++;
        _made[(int)how]++;
        if (Kind is not null)
        {
            _engine.Tell(this, how, from, to);
        }
    }
}
