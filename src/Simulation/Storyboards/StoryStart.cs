using Sim.Simulation.Engine;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Where the init of a storyboard puts its entities. Stateless, safe for concurrent use.</summary>
public static class StoryStart
{
    /// <summary>
    /// The scenario with the initial states that its storyboard's init gives: positions and speeds of all entities, the driven ego's too. A scenario
    /// without a storyboard comes back as it is.
    /// </summary>
    /// <exception cref="InputException">The storyboard names entities, roads or lanes that are not there.</exception>
    public static Scenario Apply(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Storyboard is not { } storyboard || scenario.StepUs <= 0 || scenario.HorizonUs <= 0)
        {
            return scenario;
        }

        var entities = storyboard.Entities.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        bool IsEntity(Actor actor) => actor.Behaviour is StoryboardBehaviour || (actor.Behaviour is DriverBehaviour && entities.Contains(actor.Id));
        var moved = scenario with
        {
            Actors = [.. scenario.Actors.Select(a => IsEntity(a) ? a with { Behaviour = new StoryboardBehaviour() } : a)],
            Storyboard = storyboard with { Stories = [], StopTrigger = null },
        };
        var engine = new StoryEngine(moved, new SignalPlan(scenario.Map), strict: false);
        engine.Begin();
        return scenario with
        {
            Actors = [.. scenario.Actors.Select((a, i) => IsEntity(a) && engine.Of(i) is { Present: true } actor ? a with { Initial = actor.ToState(a.Initial.HeadingRad) } : a)],
        };
    }
}
