using Sim.Geometry;
using Sim.Simulation.Storyboards;

namespace Sim.Simulation;

/// <summary>Whether a scenario can be run, and what to know about it before it is. Stateless, safe for concurrent use.</summary>
public static partial class ScenarioCheck
{
    /// <summary>Tag of a scenario whose first collision no braking or steering of the ego prevents.</summary>
    public const string UnavoidableTag = "unavoidable-at-start";

    /// <summary>Largest number of steps.</summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>Largest number of actors.</summary>
    public const int MaxActors = 20_000;

    /// <summary>Checks a scenario and looks a few seconds ahead: costs one to ten short runs of the engine.</summary>
    /// <returns>A refusal, or tags such as <see cref="UnavoidableTag"/>.</returns>
    public static ScenarioVerdict Check(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (Refusal(scenario) is { } refusal)
        {
            return new ScenarioVerdict(refusal, []);
        }

        try
        {
            return new ScenarioVerdict(null, IsUnavoidable(StoryStart.Apply(scenario)) ? [UnavoidableTag] : []);
        }
        catch (InputException refused)
        {
            return new ScenarioVerdict($"cannot be run: {refused.Detail}", []);
        }
    }

    /// <summary>Why a scenario cannot be run, as the end of a sentence about it; null when it can. Cheap: looks at data and map only.</summary>
    public static string? Refusal(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.StepUs <= 0)
        {
            return $"has the step {scenario.StepUs} µs; it must be positive";
        }

        if (scenario.HorizonUs <= 0 || scenario.HorizonUs % scenario.StepUs != 0)
        {
            return $"has the horizon {scenario.HorizonUs} µs; it must be a positive multiple of the step {scenario.StepUs} µs";
        }

        if (scenario.HorizonUs / scenario.StepUs > MaxSteps)
        {
            return $"has {scenario.HorizonUs / scenario.StepUs} steps, more than {MaxSteps}; shorten the horizon or enlarge the step";
        }

        if (scenario.Actors.Count > MaxActors)
        {
            return $"has {scenario.Actors.Count} actors, more than {MaxActors}";
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        Actor? ego = null;
        foreach (var actor in scenario.Actors)
        {
            if (!seen.Add(actor.Id))
            {
                return $"has two actors with the id '{actor.Id}'";
            }

            if (Unsound(actor) is { } fault)
            {
                return $"has the actor '{actor.Id}' {fault}";
            }

            if (actor.Id == scenario.EgoId)
            {
                ego = actor;
            }
            else if (actor.Behaviour is DriverBehaviour)
            {
                return $"lets '{actor.Id}' be driven, but only the ego '{scenario.EgoId}' can be";
            }
        }

        if (ego is null)
        {
            return $"names the ego '{scenario.EgoId}', but no actor has that id";
        }

        if (ego.Behaviour is DriverBehaviour && ego.FirstStep != 0)
        {
            return $"lets its driven ego appear at step {ego.FirstStep}; it must be there from step 0";
        }

        try
        {
            scenario = StoryStart.Apply(scenario);
        }
        catch (InputException refused)
        {
            return $"cannot be run: {refused.Detail}";
        }

        return FirstInstantCollision(scenario, scenario.Ego) ?? BesideLanes(scenario);
    }

    // The engine looks for a follower's lane when it appears; in the midst of a run that would be too late to refuse.
    private static string? BesideLanes(Scenario scenario)
    {
        foreach (var actor in scenario.Actors)
        {
            if (actor.Behaviour is FollowLaneBehaviour && actor.FirstStep <= scenario.StepCount
                && Engine.LaneNetwork.Of(scenario.Map).StartLane(actor.Initial, out _) < 0)
            {
                return FormattableString.Invariant(
                    $"lets '{actor.Id}' follow a lane, but no lane lies under its start ({actor.Initial.X:F1}, {actor.Initial.Y:F1}); move it onto a lane, or give it another behaviour");
            }
        }

        return null;
    }

    private static string? Unsound(Actor actor)
    {
        var s = actor.Initial;
        if (!double.IsFinite(s.X) || !double.IsFinite(s.Y) || !double.IsFinite(s.HeadingRad) || !double.IsFinite(s.SpeedMps)
            || !double.IsFinite(s.LateralMps) || !double.IsFinite(s.AccelMps2) || !double.IsFinite(s.YawRateRps) || !double.IsFinite(s.SteerRad))
        {
            return "with an initial state that is not finite";
        }

        var b = actor.Body;
        if (!(b.LengthM > 0 && b.WidthM > 0 && b.HeightM > 0) || !double.IsFinite(b.LengthM + b.WidthM + b.HeightM + b.RearAxleToCentreM))
        {
            return "with a body that is not positive and finite";
        }

        if (actor.FirstStep < 0)
        {
            return $"that appears at step {actor.FirstStep}, before the start";
        }

        if (actor.Behaviour is TrajectoryBehaviour trajectory)
        {
            return UnsoundStates(trajectory.States, "trajectory", least: 1);
        }

        return actor.Behaviour is DriverBehaviour driven ? UnsoundStates(driven.Log, "log", least: 0) : null;
    }

    private static string? UnsoundStates(IReadOnlyList<TimedState> states, string what, int least)
    {
        if (states.Count < least)
        {
            return $"with an empty {what}";
        }

        for (int i = 0; i < states.Count; i++)
        {
            var s = states[i].State;
            if (!double.IsFinite(s.X) || !double.IsFinite(s.Y) || !double.IsFinite(s.HeadingRad) || !double.IsFinite(s.SpeedMps))
            {
                return $"with a {what} whose state {i} is not finite";
            }

            if (i > 0 && states[i].TimeUs <= states[i - 1].TimeUs)
            {
                return $"with a {what} whose state {i} is not later than the one before it";
            }
        }

        return null;
    }

    private static string? FirstInstantCollision(Scenario scenario, Actor ego)
    {
        // What a storyboard does to its own entities is its author's; only a driver must not be put into a collision.
        if (ego.FirstStep != 0 || ego.Behaviour is StoryboardBehaviour)
        {
            return null;
        }

        var box = BoxOf(ego, ego.Behaviour is TrajectoryBehaviour own ? own.States[0].State : ego.Initial);
        foreach (var actor in scenario.Actors)
        {
            if (ReferenceEquals(actor, ego) || actor.FirstStep != 0 || IsAbsent(scenario, actor))
            {
                continue;
            }

            if (actor.Behaviour is TrajectoryBehaviour { States: var states })
            {
                if (states[0].TimeUs == 0 && BoxOf(actor, states[0].State).Overlaps(box))
                {
                    return $"collides at its first instant: the ego overlaps '{actor.Id}'";
                }
            }
            else if (BoxOf(actor, actor.Initial).Overlaps(box))
            {
                return $"collides at its first instant: the ego overlaps '{actor.Id}'";
            }
        }

        return null;
    }

    private static bool IsAbsent(Scenario scenario, Actor actor) =>
        actor.Behaviour is StoryboardBehaviour && scenario.Storyboard is { } story && story.Entities.Any(e => e.Id == actor.Id && !e.PresentAtStart);

    private static OrientedBox BoxOf(Actor actor, in ActorState state) => new(state.Pose, actor.Body.LengthM, actor.Body.WidthM);
}
