namespace Sim.Simulation.Storyboards;

/// <summary>An expression about triggering entities: any or all of those that are in the scene.</summary>
internal abstract class EntityTest : ConditionTest
{
    private readonly StoryActor[] _entities;
    private readonly bool[] _hits;
    private readonly bool _all;

    protected EntityTest(StoryActor[] entities, bool all)
    {
        (_entities, _all) = (entities, all);
        _hits = new bool[entities.Length];
    }

    public override bool IsTrue()
    {
        bool any = false, all = true, some = false;
        for (int i = 0; i < _entities.Length; i++)
        {
            _hits[i] = false;
            if (!_entities[i].Present)
            {
                continue;
            }

            some = true;
            _hits[i] = Holds(_entities[i]);
            any |= _hits[i];
            all &= _hits[i];
        }

        return some && (_all ? all : any);
    }

    /// <summary>True when an entity fulfilled the expression at the last look.</summary>
    public bool Triggered(StoryActor actor)
    {
        int i = Array.IndexOf(_entities, actor);
        return i >= 0 && _hits[i];
    }

    protected abstract bool Holds(StoryActor actor);
}
