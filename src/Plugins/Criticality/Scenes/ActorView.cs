namespace Sim.Plugins.Criticality.Scenes;

/// <summary>One other actor over the steps that its record shares with the ego's. Immutable, safe for concurrent use.</summary>
internal sealed class ActorView
{
    private readonly Relation[] _relations;

    public ActorView(Track track, int fromStep, Relation[] relations)
    {
        Track = track;
        FromStep = fromStep;
        _relations = relations;
    }

    /// <summary>The actor's track.</summary>
    public Track Track { get; }

    /// <summary>First step of <see cref="Relations"/>.</summary>
    public int FromStep { get; }

    /// <summary>One past the last step of <see cref="Relations"/>.</summary>
    public int EndStep => FromStep + _relations.Length;

    /// <summary>Relation at each step from <see cref="FromStep"/>; some may not be present.</summary>
    public ReadOnlySpan<Relation> Relations => _relations;

    /// <summary>The relation at a step.</summary>
    public ref readonly Relation At(int step) => ref _relations[step - FromStep];

    /// <summary>True when both are there.</summary>
    public bool IsPresent(int step) => (uint)(step - FromStep) < (uint)_relations.Length && _relations[step - FromStep].Present;
}
