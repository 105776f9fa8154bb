using System.Globalization;

namespace Sim.Reports.Reducing;

/// <summary>Lists what a scenario may do without (criticality-and-reports §11). Pure; the order follows the scenario alone.</summary>
internal static class ScenarioElements
{
    /// <summary>Clear, dry and bright: what weather goes back to.</summary>
    public static WorldEnvironment Nominal { get; } = new();

    /// <summary>The elements: weather, the ego's task, then each actor before its parts.</summary>
    public static IReadOnlyList<ScenarioElement> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var elements = new List<ScenarioElement>();
        Weather(scenario.Environment, elements);
        Task(scenario.Task, elements);
        foreach (var actor in scenario.Actors.Where(a => a.Id != scenario.EgoId))
        {
            string id = actor.Id;
            elements.Add(new("actor", $"actor '{id}' ({SettingReader.WordOf(actor.Class.ToString()).Replace('-', ' ')})", s => s with { Actors = [.. s.Actors.Where(a => a.Id != id)] }));
            if (actor.Behaviour is not StationaryBehaviour)
            {
                elements.Add(new("behaviour", MotionName(id), s => WithActor(s, id, Standing)));
            }

            Parts(actor, elements);
        }

        return elements;
    }

    /// <summary>The scenario with only some of its elements.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="elements">All its elements, in their order.</param>
    /// <param name="kept">Indices of those that stay.</param>
    public static Scenario Keep(Scenario scenario, IReadOnlyList<ScenarioElement> elements, IReadOnlyList<int> kept)
    {
        var stays = kept.ToHashSet();

        // From the last to the first, so that the steps of a script keep their numbers while later ones go, and an actor goes after its parts.
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            if (!stays.Contains(i))
            {
                scenario = elements[i].Without(scenario);
            }
        }

        return scenario;
    }

    /// <summary>The scenario with one actor changed; as it is when the actor is not there.</summary>
    public static Scenario WithActor(Scenario scenario, string id, Func<Actor, Actor> change) =>
        scenario with { Actors = [.. scenario.Actors.Select(a => a.Id == id ? change(a) : a)] };

    /// <summary>An actor with its behaviour changed; as it is when the behaviour is of another kind.</summary>
    public static Actor WithBehaviour<T>(Actor actor, Func<T, T> change)
        where T : Behaviour => actor.Behaviour is T behaviour ? actor with { Behaviour = change(behaviour) } : actor;

    /// <summary>Name of the rain.</summary>
    public static string RainName(WorldEnvironment environment) => string.Create(CultureInfo.InvariantCulture, $"rain ({environment.RainMmph:0.###} mm/h)");

    /// <summary>Name of the road's friction.</summary>
    public static string FrictionName(WorldEnvironment environment) => string.Create(CultureInfo.InvariantCulture, $"friction ({environment.Friction:0.###})");

    /// <summary>Name of an actor's motion.</summary>
    public static string MotionName(string id) => PartName("motion", id);

    /// <summary>Name of a part of an actor's behaviour.</summary>
    public static string PartName(string part, string id) => $"{part} of '{id}'";

    /// <summary>Word for a step of a speed script.</summary>
    /// <param name="index">Its index.</param>
    public static string StepName(int index) => string.Create(CultureInfo.InvariantCulture, $"speed step {index + 1}");

    private static Actor Standing(Actor actor) => actor with
    {
        Behaviour = new StationaryBehaviour(),
        Initial = new ActorState(actor.Initial.X, actor.Initial.Y, actor.Initial.HeadingRad, 0),
    };

    private static void Weather(WorldEnvironment environment, List<ScenarioElement> elements)
    {
        void Add(bool present, string name, Func<WorldEnvironment, WorldEnvironment> without)
        {
            if (present)
            {
                elements.Add(new("weather", name, s => s with { Environment = without(s.Environment) }));
            }
        }

        Add(environment.RainMmph != Nominal.RainMmph, RainName(environment), e => e with { RainMmph = Nominal.RainMmph });
        Add(environment.FogVisibilityM is not null, string.Create(CultureInfo.InvariantCulture, $"fog ({environment.FogVisibilityM:0.###} m)"), e => e with { FogVisibilityM = null });
        Add(environment.Light != Nominal.Light, $"light ({environment.Light})", e => e with { Light = Nominal.Light });
        Add(environment.Friction != Nominal.Friction, FrictionName(environment), e => e with { Friction = Nominal.Friction });
        foreach (var (key, value) in environment.Odd)
        {
            Add(true, $"tag {key} = {value}", e => e with { Odd = Ordered.Copy(e.Odd.Where(o => o.Key != key)) });
        }
    }

    private static void Task(EgoTask task, List<ScenarioElement> elements)
    {
        for (int i = 0; i < task.Goals.Count; i++)
        {
            int number = i;
            elements.Add(new("task", string.Create(CultureInfo.InvariantCulture, $"goal {i + 1} of the ego"), s => s with { Task = s.Task with { Goals = Without(s.Task.Goals, number) } }));
        }

        if (task.Route.Count > 0)
        {
            elements.Add(new("task", "route of the ego", s => s with { Task = s.Task with { Route = [] } }));
        }

        if (task.DesiredSpeedMps is not null)
        {
            elements.Add(new("task", "desired speed of the ego", s => s with { Task = s.Task with { DesiredSpeedMps = null } }));
        }
    }

    private static void Parts(Actor actor, List<ScenarioElement> elements)
    {
        void Add<T>(string name, Func<T, T> without)
            where T : Behaviour => elements.Add(new("behaviour", PartName(name, actor.Id), s => WithActor(s, actor.Id, a => WithBehaviour(a, without))));

        if (actor.Behaviour is FollowPathBehaviour path)
        {
            if (path.Trigger is not null)
            {
                Add<FollowPathBehaviour>("trigger", b => b with { Trigger = null });
            }

            for (int i = 0; i < path.Speeds.Count; i++)
            {
                int number = i;
                Add<FollowPathBehaviour>(StepName(i), b => b with { Speeds = Without(b.Speeds, number) });
            }
        }
        else if (actor.Behaviour is FollowLaneBehaviour lane)
        {
            if (lane.Mobil is not null)
            {
                Add<FollowLaneBehaviour>("lane changes", b => b with { Mobil = null });
            }

            if (lane.Route.Count > 0)
            {
                Add<FollowLaneBehaviour>("route", b => b with { Route = [] });
            }
        }
    }

    private static IReadOnlyList<T> Without<T>(IReadOnlyList<T> items, int index) => [.. items.Where((_, i) => i != index)];
}
