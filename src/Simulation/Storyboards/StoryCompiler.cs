using Sim.Simulation.Engine;
using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>Turns a storyboard into elements, conditions and tasks, and finds what cannot be performed. For one use.</summary>
internal sealed partial class StoryCompiler
{
    private readonly Scenario _scenario;
    private readonly Storyboard _storyboard;
    private readonly StoryEngine _engine;
    private readonly RoadNet _net;
    private readonly StoryPositions _positions;
    private readonly Dictionary<string, StoryActor> _actors = new(StringComparer.Ordinal);
    private readonly List<StoryElement> _elements = [];
    private readonly List<(StateTest Test, StoryboardElementStateCondition Condition)> _unbound = [];
    private string _where = "";

    public StoryCompiler(Scenario scenario, SignalPlan signals, StoryEngine engine, IReadOnlySet<string>? outside)
    {
        _scenario = scenario;
        _storyboard = scenario.Storyboard ?? new Storyboard();
        _engine = engine;
        _net = RoadNet.Of(scenario.Map);
        var entities = new Dictionary<string, StoryboardEntity>(StringComparer.Ordinal);
        foreach (var entity in _storyboard.Entities)
        {
            entities.TryAdd(entity.Id, entity);
        }

        ByIndex = new StoryActor?[scenario.Actors.Count];
        for (int i = 0; i < ByIndex.Length; i++)
        {
            var actor = scenario.Actors[i];
            var entity = entities.GetValueOrDefault(actor.Id);
            if (entity is null && actor.Behaviour is not StoryboardBehaviour)
            {
                continue;
            }

            var story = new StoryActor(i, actor, entity ?? new StoryboardEntity { Id = actor.Id }, _net, actor.Behaviour is StoryboardBehaviour && outside?.Contains(actor.Id) != true);
            ByIndex[i] = story;
            if (!_actors.TryAdd(actor.Id, story))
            {
                throw new InputException($"scenario '{scenario.Name}' has two actors with the id '{actor.Id}'");
            }
        }

        _positions = new StoryPositions(_net, _actors);
        foreach (var parameter in _storyboard.Parameters)
        {
            Parameters[parameter.Name] = new StoryValue(parameter);
        }

        foreach (var variable in _storyboard.Variables)
        {
            Variables[variable.Name] = new StoryValue(variable);
        }

        Lights = new StoryLights(signals, engine, _storyboard, Problem);
    }

    /// <summary>Entities by the index of their actor.</summary>
    public StoryActor?[] ByIndex { get; }

    public Dictionary<string, StoryValue> Parameters { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StoryValue> Variables { get; } = new(StringComparer.Ordinal);

    public StoryLights Lights { get; }

    /// <summary>What the storyboard needs and the engine does not perform: noun phrases.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What is odd but can be run: sentences.</summary>
    public List<string> Warnings { get; } = [];

    public (StoryElement Root, StoryElement[] Actions, StoryTask[] Init) Compile()
    {
        foreach (var unsupported in _storyboard.Unsupported)
        {
            // What lies outside of the storyboard (scene graphs, models, hitches) moves nobody; the provenance names it.
            if (unsupported.Path.Contains("/Storyboard/", StringComparison.Ordinal) && unsupported.Reason.StartsWith('<'))
            {
                Problems.Add($"'{unsupported.Path}' (line {unsupported.Line}), of which {unsupported.Reason.TrimEnd('.')}");
            }
        }

        foreach (var entity in _storyboard.Entities)
        {
            if (entity.TrailerId is { Length: > 0 } trailer)
            {
                Problems.Add($"the trailer '{trailer}' of '{entity.Id}'");
            }
        }

        var init = new List<StoryTask>();
        _where = "the init";
        foreach (var action in _storyboard.Init.Actions)
        {
            init.Add(Task(action, null));
        }

        foreach (var entity in _storyboard.Init.Entities)
        {
            foreach (var actor in Entities(entity.EntityId))
            {
                foreach (var action in entity.Actions)
                {
                    init.Add(Task(action, actor));
                }
            }
        }

        _where = "the storyboard";
        var root = new StoryElement(_engine, null, "", null) { StopTrigger = Trigger(_storyboard.StopTrigger) };
        root.Children = [.. _storyboard.Stories.Select(s => Story(s, root))];
        foreach (var (test, condition) in _unbound)
        {
            var found = Find(condition);
            if (found.Length == 0)
            {
                Warnings.Add($"A condition asks for the {Kind(condition.Element)} '{condition.ElementName}', which the storyboard does not have; it never holds.");
            }

            test.Bind(found);
        }

        return (root, [.. _elements.Where(e => e.Kind == StoryboardElementKind.Action)], [.. init]);
    }

    private StoryElement Story(Story story, StoryElement root)
    {
        var element = Add(new StoryElement(_engine, StoryboardElementKind.Story, story.Name, root));
        element.Children = [.. story.Acts.Select(a => Act(a, element))];
        return element;
    }

    private StoryElement Act(StoryAct act, StoryElement story)
    {
        _where = $"act '{act.Name}'";
        var element = Add(new StoryElement(_engine, StoryboardElementKind.Act, act.Name, story)
        {
            StartTrigger = Trigger(act.StartTrigger),
            StopTrigger = Trigger(act.StopTrigger),
        });
        element.Children = [.. act.Groups.Select(g => Group(g, element))];
        return element;
    }

    private StoryElement Group(ManoeuvreGroup group, StoryElement act)
    {
        var element = Add(new StoryElement(_engine, StoryboardElementKind.ManeuverGroup, group.Name, act) { MaxExecutions = group.MaxExecutions });
        element.Children = [.. group.Manoeuvres.Select(m =>
        {
            var manoeuvre = Add(new StoryElement(_engine, StoryboardElementKind.Maneuver, m.Name, element));
            manoeuvre.Children = [.. m.Events.Select(e => Event(e, group, manoeuvre))];
            return manoeuvre;
        })];
        return element;
    }

    private StoryElement Event(StoryEvent story, ManoeuvreGroup group, StoryElement manoeuvre)
    {
        _where = $"event '{story.Name}'";
        var element = Add(new StoryElement(_engine, StoryboardElementKind.Event, story.Name, manoeuvre)
        {
            StartTrigger = Trigger(story.StartTrigger),
            MaxExecutions = story.MaxExecutions,
            Priority = story.Priority,
        });
        var named = new List<StoryActor>();
        foreach (string name in group.Actors)
        {
            named.AddRange(Entities(name).Where(a => !named.Contains(a)));
        }

        var children = new List<StoryElement>();
        foreach (var action in story.Actions)
        {
            _where = $"event '{story.Name}', action '{action.Name}'";
            if (action.Action is not PrivateAction)
            {
                children.Add(Action(action, null, element, picks: false));
                continue;
            }

            foreach (var actor in named)
            {
                children.Add(Action(action, actor, element, picks: false));
            }

            if (group.SelectTriggeringEntities)
            {
                foreach (var actor in _actors.Values.Where(a => !named.Contains(a)))
                {
                    children.Add(Action(action, actor, element, picks: true));
                }
            }
        }

        element.Children = [.. children];
        return element;
    }

    private StoryElement Action(StoryAction action, StoryActor? actor, StoryElement parent, bool picks) =>
        Add(new StoryElement(_engine, StoryboardElementKind.Action, action.Name, parent) { Task = Task(action.Action, actor), PicksTriggering = picks });

    private StoryElement Add(StoryElement element)
    {
        _elements.Add(element);
        return element;
    }

    // A name is the last part of an element's path, with as many of its parents before it as the file gives.
    private StoryElement[] Find(StoryboardElementStateCondition condition)
    {
        string[] wanted = condition.ElementName.Split("::");
        return [.. _elements.Where(e => e.Kind == condition.Element && Ends(e, wanted))];
    }

    private static bool Ends(StoryElement? element, string[] names)
    {
        for (int i = names.Length - 1; i >= 0; i--)
        {
            if (element is null || element.Name != names[i])
            {
                return false;
            }

            element = element.Parent;
        }

        return true;
    }

    private List<StoryActor> Entities(string name)
    {
        if (_actors.TryGetValue(name, out var actor))
        {
            return [actor];
        }

        if (_storyboard.Selections.FirstOrDefault(s => s.Name == name) is { } selection)
        {
            // Members are entities, never selections again: data made by hand must not lead in circles.
            return [.. selection.Members.Select(m => _actors.GetValueOrDefault(m)
                ?? throw new InputException($"the selection '{name}' of scenario '{_scenario.Name}' has the member '{m}', which is no entity"))];
        }

        throw new InputException($"the storyboard of scenario '{_scenario.Name}' names the entity '{name}' ({_where}), which it does not have; {Nearest.Hint(name, [.. _actors.Keys])}");
    }

    private StoryActor Entity(string name)
    {
        var found = Entities(name);
        return found.Count == 1
            ? found[0]
            : throw new InputException($"the storyboard of scenario '{_scenario.Name}' needs one entity ({_where}), but '{name}' is a selection of {found.Count}");
    }

    private void Problem(string what) => Problems.Add(_where.Length > 0 ? $"{what} ({_where})" : what);

    private static string Kind(StoryboardElementKind kind) => kind switch
    {
        StoryboardElementKind.ManeuverGroup => "manoeuvre group",
        StoryboardElementKind.Maneuver => "manoeuvre",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
