using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Entities, controllers and their properties.</summary>
internal static class OscEntities
{
    private const int MaxEntities = 4096;

    public static StoryController ControllerOf(OscNode holder) => Controller(holder.Run.RequiredInline(holder, "Controller"));

    public static StoryController Controller(OscNode n)
    {
        var properties = n.Child("Properties");
        return new StoryController
        {
            Name = n.Text("name"),
            Type = n.Text("controllerType", ""),
            Properties = Properties(n),
            Files = properties is { } p ? [.. p.All("File").Select(f => f.Text("filepath"))] : [],
        };
    }

    public static IReadOnlyDictionary<string, string> Properties(OscNode holder)
    {
        if (holder.Child("Properties") is not { } n)
        {
            return Ordered.Empty;
        }

        return Ordered.Copy(n.All("Property").Select(p => KeyValuePair.Create(p.Text("name"), p.Text("value"))));
    }

    public static List<OpenScenarioEntity> Read(OscNode entities)
    {
        var found = new List<OpenScenarioEntity>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in entities.All("ScenarioObject"))
        {
            string id = node.Text("name");
            if (!ids.Add(id) || id.Length is 0 or > 200)
            {
                throw node.Wrong("name", id, "a name of 1 to 200 characters that no other entity has");
            }

            if (found.Count >= MaxEntities)
            {
                throw node.Element.Error($"found more than {MaxEntities} entities");
            }

            found.Add(Entity(node, id));
        }

        return found;
    }

    public static List<EntitySelection> Selections(OscNode entities, List<OpenScenarioEntity> known)
    {
        var found = new List<EntitySelection>();
        foreach (var node in entities.All("EntitySelection"))
        {
            var members = node.Required("Members");
            var ids = members.All("EntityRef").ConvertAll(e => e.Text("entityRef"));
            foreach (var by in members.All("ByType"))
            {
                var kind = by.Word("objectType", OscWords.Kinds);
                ids.AddRange(known.Where(k => k.Storyboard.Kind == kind).Select(k => k.Storyboard.Id));
            }

            found.Add(new EntitySelection(node.Text("name"), [.. ids.Distinct(StringComparer.Ordinal)]));
        }

        return found;
    }

    /// <summary>The entity described by a &lt;Vehicle&gt;, &lt;Pedestrian&gt;, &lt;MiscObject&gt; or &lt;ExternalObjectReference&gt;.</summary>
    public static OpenScenarioEntity Describe(OscNode n, string id) => n.Name switch
    {
        "Vehicle" => OscBodies.Vehicle(n, id),
        "Pedestrian" => OscBodies.Other(n, id, StoryboardEntityKind.Pedestrian, n.Text("pedestrianCategory", "pedestrian")),
        "MiscObject" => OscBodies.Other(n, id, StoryboardEntityKind.Miscellaneous, n.Text("miscObjectCategory", "none")),
        "ExternalObjectReference" => OscBodies.External(n, id),
        _ => throw n.Element.Error($"found <{(n.Name.Length > 60 ? n.Name[..60] : n.Name)}>; expected Vehicle, Pedestrian, MiscObject or ExternalObjectReference"),
    };

    private static OpenScenarioEntity Entity(OscNode node, string id)
    {
        var what = node.Choice("ObjectController");
        OpenScenarioEntity entity;
        if (what.Name == "CatalogReference")
        {
            entity = Describe(node.Run.Resolve(what), id);
        }
        else
        {
            var scope = new OscScope(what.Scope);
            OscParameters.Declare(what, scope, null);
            entity = Describe(what.In(scope), id);
        }

        return entity with
        {
            Storyboard = entity.Storyboard with { Controllers = [.. node.All("ObjectController").Where(c => c.Element.Children.Count > 0).Select(ControllerOf)] },
        };
    }
}
