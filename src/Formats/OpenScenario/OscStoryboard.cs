using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Init, stories, acts, groups, manoeuvres and events.</summary>
internal static class OscStoryboard
{
    public static Storyboard Read(OscNode node, Storyboard before) => before with
    {
        Init = node.Child("Init")?.Child("Actions") is { } actions ? Init(actions) : new StoryboardInit(),
        Stories = [.. node.All("Story").Select(Story)],
        StopTrigger = OscConditions.Trigger(node, "StopTrigger"),
    };

    public static Manoeuvre Manoeuvre(OscNode node)
    {
        var inner = Scoped(node);
        return new Manoeuvre(inner.Text("name"), [.. inner.All("Event").Select(Event)]);
    }

    private static StoryboardInit Init(OscNode actions)
    {
        var world = new List<StoryboardAction>();
        var entities = new List<EntityInit>();
        foreach (var node in actions.All())
        {
            if (node.Name == "Private")
            {
                entities.Add(new EntityInit(node.EntityRef("entityRef"), [.. node.All("PrivateAction").Select(OscActions.Private)]));
            }
            else
            {
                world.Add(OscActions.Read(node));
            }
        }

        return new StoryboardInit { Actions = world, Entities = entities };
    }

    private static Story Story(OscNode node)
    {
        var inner = Scoped(node);
        return new Story(inner.Text("name", ""), [.. inner.All("Act").Select(Act)]);
    }

    private static StoryAct Act(OscNode node) => new()
    {
        Name = node.Text("name"),
        Groups = [.. node.All("ManeuverGroup").Select(Group)],
        StartTrigger = OscConditions.Trigger(node, "StartTrigger"),
        StopTrigger = OscConditions.Trigger(node, "StopTrigger"),
    };

    private static ManoeuvreGroup Group(OscNode node)
    {
        var actors = node.Child("Actors");
        var manoeuvres = new List<Manoeuvre>();
        foreach (var child in node.All("CatalogReference"))
        {
            var entry = node.Run.Resolve(child);
            manoeuvres.Add(entry.Name == "Maneuver" ? Manoeuvre(entry) : throw child.Element.Error($"found a reference to a <{entry.Name}>; expected one to a <Maneuver>"));
        }

        manoeuvres.AddRange(node.All("Maneuver").Select(Manoeuvre));
        return new ManoeuvreGroup
        {
            Name = node.Text("name"),
            MaxExecutions = Executions(node),
            SelectTriggeringEntities = actors?.Flag("selectTriggeringEntities", false) ?? false,
            Actors = actors is { } a ? [.. a.All("EntityRef").Select(e => e.EntityRef("entityRef"))] : [],
            Manoeuvres = manoeuvres,
        };
    }

    private static StoryEvent Event(OscNode node) => new()
    {
        Name = node.Text("name"),
        Priority = node.Word("priority", OscWords.Priorities),
        MaxExecutions = Executions(node),
        StartTrigger = OscConditions.Trigger(node, "StartTrigger"),
        // An <Action> with nothing inside is allowed by the schema, and does nothing.
        Actions = [.. node.All("Action").Where(a => a.Text("name") is not null && a.Element.Children.Count > 0).Select(a => new StoryAction(a.Text("name"), OscActions.Read(a.Choice())))],
    };

    private static int Executions(OscNode node)
    {
        int count = node.MaybeInteger("maximumExecutionCount") ?? 1;
        return count >= 1 ? count : throw node.Wrong("maximumExecutionCount", node.Text("maximumExecutionCount"), "1 or more");
    }

    // An entry of a catalog has its parameters declared already.
    private static OscNode Scoped(OscNode node)
    {
        if (node.Element.Parent?.Name == "Catalog")
        {
            return node;
        }

        var scope = new OscScope(node.Scope);
        OscParameters.Declare(node, scope, null);
        return node.In(scope);
    }
}
