namespace Sim.Simulation.Storyboards;

/// <summary>What an action does over time. Not thread-safe; nothing of a step allocates.</summary>
internal abstract class StoryTask
{
    /// <summary>The domains that it moves; a new action ends those that share one on the same entity.</summary>
    [Flags]
    public enum Domains
    {
        None = 0,
        Longitudinal = 1,
        Lateral = 2,
    }

    /// <summary>The entity; null for actions on the world.</summary>
    public StoryActor? Self { get; init; }

    public virtual Domains Moves => Domains.None;

    /// <summary>Somebody else moves the entity that this would move: it is left to them.</summary>
    public bool IsForNobody => Self is { IsMoved: false } && (Moves != Domains.None || Places);

    /// <summary>Puts the entity somewhere without moving it there.</summary>
    protected virtual bool Places => false;

    /// <summary>Nothing is left to do.</summary>
    public bool IsOver { get; protected set; }

    /// <summary>Begins: what happens at once happens here.</summary>
    public void Begin()
    {
        IsOver = false;
        if (IsForNobody)
        {
            IsOver = true;
            return;
        }

        Start();
    }

    /// <summary>A step of the simulation.</summary>
    public void Step()
    {
        if (!IsOver && (Moves == Domains.None || Self is not { Present: false }))
        {
            Act();
        }
    }

    /// <summary>Is ended by another action.</summary>
    public void Cancel()
    {
        if (!IsOver)
        {
            Close();
            IsOver = true;
        }
    }

    /// <summary>Ends or is ended.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Forgets what an earlier run of the scenario left.</summary>
    public virtual void Rewind() => IsOver = false;

    protected abstract void Start();

    protected virtual void Act() => IsOver = true;
}
