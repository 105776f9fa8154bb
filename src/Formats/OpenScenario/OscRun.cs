using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>One reading of a file: the catalogs it may use, what it may spend, what it found that nobody reads.</summary>
internal sealed class OscRun(string file, IOpenScenarioFiles? files)
{
    public const int MaxDepth = 8;
    private const int MaxVisits = 2_000_000;
    private const int MaxUnsupported = 200;
    private readonly Dictionary<string, List<OscElement>> _catalogs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locations = new(StringComparer.Ordinal);
    private readonly HashSet<OscElement> _entries = [];
    private readonly List<OscElement> _entryOrder = [];
    private readonly List<InputException> _broken = [];
    private HashSet<string>? _known;
    private int _visits;
    private int _depth;

    public string File => file;

    public IOpenScenarioFiles? Files => files;

    public SortedSet<string> Assumptions { get; } = new(StringComparer.Ordinal);

    /// <summary>True while the complaint is of a parameter that is not declared: an entry of a catalog may leave that to who refers to it.</summary>
    public bool Undeclared { get; set; }

    /// <summary>Catalog files that entries were taken from, in the order of use.</summary>
    public List<string> Parents { get; } = [];

    /// <summary>From now on references to entities are checked.</summary>
    public void Know(IEnumerable<string> entities) => _known = new HashSet<string>(entities, StringComparer.Ordinal);

    public bool Knows(string entity) => _known is null || _known.Contains(entity);

    public string HintFor(string entity) => Hint(entity, _known ?? []);

    /// <summary>"; did you mean …", to end a message with.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Nearest.Hint(name, known) is { Length: > 0 } hint ? $"; {hint}" : "";

    public void Visit(OscElement at)
    {
        if (++_visits > MaxVisits)
        {
            throw at.Error($"found a scenario that unfolds to more than {MaxVisits} elements; its catalogs refer to each other too often");
        }
    }

    /// <summary>Runs one level deeper in what may hold itself: catalog references, and positions in routes and trajectories.</summary>
    public T Deeper<T>(OscNode node, Func<T> read)
    {
        if (++_depth > MaxDepth)
        {
            throw node.Element.Error($"found routes, trajectories or catalog entries within each other more than {MaxDepth} deep");
        }

        var value = read();
        _depth--;
        return value;
    }

    /// <summary>Remembers the catalogs of a folder.</summary>
    public void AddLocation(OscNode directory)
    {
        string path = directory.Text("path");
        if (files is null || !_locations.Add(path))
        {
            return;
        }

        if (_locations.Count > 100)
        {
            throw directory.Element.Error("found more than 100 catalog folders");
        }

        foreach (var source in files.Catalogs(path, file))
        {
            OscElement root;
            try
            {
                root = OscXml.Read(source.Read(), source.File);
            }
            catch (InputException e)
            {
                // A folder may hold what is no catalog; it matters only when an entry is missing.
                _broken.Add(e);
                continue;
            }

            foreach (var catalog in root.Children)
            {
                if (catalog.Name == "Catalog" && catalog.Attribute("name")?.Value is { } name)
                {
                    if (!_catalogs.TryGetValue(name, out var all))
                    {
                        _catalogs[name] = all = [];
                    }

                    all.Add(catalog);
                }
            }
        }
    }

    /// <summary>The entry of a catalog reference, with the reference's assignments over the entry's own parameters.</summary>
    public OscNode Resolve(OscNode reference)
    {
        string catalog = reference.Text("catalogName"), entry = reference.Text("entryName");
        if (files is null)
        {
            throw reference.Element.Error($"found a reference to the catalog '{Clip(catalog)}'; catalogs are read only where the file's folder is known");
        }

        if (!_catalogs.TryGetValue(catalog, out var known))
        {
            string broken = _broken.Count > 0 ? $"; a file that could not be read: {_broken[0].Message}" : "";
            throw reference.Wrong("catalogName", catalog, $"a catalog in one of the folders of <CatalogLocations>{Hint(catalog, _catalogs.Keys)}{broken}");
        }

        foreach (var element in known.SelectMany(k => k.Children))
        {
            if (element.Attribute("name")?.Value == entry)
            {
                element.Seen = true;
                Visit(element);
                if (_entries.Add(element))
                {
                    _entryOrder.Add(element);
                    if (!Parents.Contains(element.File))
                    {
                        Parents.Add(element.File);
                    }
                }

                var scope = new OscScope(reference.Scope);
                var node = new OscNode(element, scope, this);
                var given = OscParameters.Assignments(reference);
                OscParameters.Declare(node, scope, given);
                return node;
            }
        }

        var names = known.SelectMany(k => k.Children).Select(e => e.Attribute("name")?.Value ?? "");
        throw reference.Wrong("entryName", entry, $"an entry of the catalog '{Clip(catalog)}'{Hint(entry, names)}");
    }

    /// <summary>The element itself, or the catalog entry that stands for it; null when neither is there.</summary>
    public OscNode? Inline(OscNode holder, string name)
    {
        if (holder.Child(name) is { } own)
        {
            var scope = new OscScope(own.Scope);
            OscParameters.Declare(own, scope, null);
            return own.In(scope);
        }

        if (holder.Child("CatalogReference") is not { } reference)
        {
            return null;
        }

        var entry = Resolve(reference);
        return entry.Name == name ? entry : throw reference.Wrong("entryName", entry.Element.Attribute("name")?.Value ?? "", $"an entry <{name}>, but that one is a <{entry.Name}>");
    }

    public OscNode RequiredInline(OscNode holder, string name) =>
        Inline(holder, name) ?? throw holder.Element.Error($"found <{holder.Name}> without <{name}>; expected <{name}> or <CatalogReference> inside");

    /// <summary>All that no reader asked for, in the file's order.</summary>
    /// <param name="root">The document.</param>
    /// <param name="moving">True: only what could change what happens, not what is only looked at.</param>
    public List<UnsupportedElement> Unread(OscElement root, bool moving)
    {
        var found = new Findings(moving);
        Collect(root, found);
        foreach (var entry in _entryOrder)
        {
            Collect(entry, found);
        }

        if (found.More > 0)
        {
            found.All.Add(new UnsupportedElement(root.Name, root.Line, $"{found.More} more elements or attributes are not read"));
        }

        return found.All;
    }

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static void Collect(OscElement element, Findings found)
    {
        foreach (var attribute in element.Attributes)
        {
            if (!attribute.Seen)
            {
                found.Add(element, attribute.Line, $"the attribute \"{Clip(attribute.Name)}\" is not read");
            }
        }

        foreach (var child in element.Children)
        {
            if (child.Seen)
            {
                Collect(child, found);
            }
            else
            {
                found.Add(child, child.Line, $"<{Clip(child.Name)}> is not read");
            }
        }
    }

    private sealed class Findings(bool moving)
    {
        public List<UnsupportedElement> All { get; } = [];

        public int More { get; private set; }

        public void Add(OscElement at, int line, string reason)
        {
            if (moving && !Moves(at))
            {
                return;
            }

            if (All.Count >= MaxUnsupported)
            {
                More++;
                return;
            }

            All.Add(new UnsupportedElement(at.Path(), line, reason));
        }

        // Models, hitches, skies and the like are looked at; what lies in the storyboard, a manoeuvre, a way or a traffic light moves something.
        private static bool Moves(OscElement element)
        {
            if (element.Name is "DomeImage" or "BoundingBox" or "File" or "CustomContent")
            {
                return false;
            }

            for (var at = element; at is not null; at = at.Parent)
            {
                if (at.Name is "Storyboard" or "Maneuver" or "Trajectory" or "Route" or "TrafficSignals" or "Trailer")
                {
                    return true;
                }
            }

            return false;
        }
    }
}
