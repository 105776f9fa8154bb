namespace Sim.Simulation.Storyboards;

/// <summary>
/// A trigger: groups of conditions of which one must hold, each when all its conditions hold in the same step. All conditions are looked at in every
/// evaluation, so that none misses an edge. Not thread-safe.
/// </summary>
internal sealed class Trigger(ConditionState[][] groups)
{
    public bool Holds()
    {
        bool any = false;
        foreach (var group in groups)
        {
            bool all = group.Length > 0;
            foreach (var condition in group)
            {
                all &= condition.Holds();
            }

            any |= all;
        }

        if (any)
        {
            foreach (var group in groups)
            {
                foreach (var condition in group)
                {
                    condition.ForgetEdge();
                }
            }
        }

        return any;
    }

    public void Reset()
    {
        foreach (var group in groups)
        {
            foreach (var condition in group)
            {
                condition.Reset();
            }
        }
    }

    /// <summary>True when an entity is among those that made a condition hold; always when no condition is about entities.</summary>
    public bool Has(StoryActor actor)
    {
        bool asked = false;
        foreach (var group in groups)
        {
            foreach (var condition in group)
            {
                if (condition.Test is EntityTest test)
                {
                    asked = true;
                    if (test.Triggered(actor))
                    {
                        return true;
                    }
                }
            }
        }

        return !asked;
    }
}
