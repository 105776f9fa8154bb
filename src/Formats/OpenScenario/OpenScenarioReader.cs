using Sim.Formats.OpenDrive;
using Sim.Maps;
using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// Reads ASAM OpenSCENARIO XML 1.0, 1.1 and 1.2: scenarios, catalogs and parameter value distributions. Parameters, expressions and catalog
/// references are resolved. What is read element by element is in docs/openscenario.md. Commands in the file are kept as text and never run.
/// The same bytes give the same result on every machine. Safe for concurrent use.
/// </summary>
public static class OpenScenarioReader
{
    private const string Supported = "supported are 1.0, 1.1 and 1.2";

    /// <summary>Reads one file.</summary>
    /// <param name="content">The bytes of the file, any encoding that XML declares, at most 16 MiB.</param>
    /// <param name="file">The file's name, for messages and as the place that paths in it are relative to.</param>
    /// <param name="files">Catalogs and road networks; null: the file may name none, and its road network stays unknown.</param>
    /// <param name="parameters">Values that go before those of the file's global parameters.</param>
    /// <exception cref="InputException">
    /// The file is not OpenSCENARIO that can be read, with its place: another version (named), broken XML, a DTD, a missing or wrong value, a
    /// reference to what is not there, or a limit on size, depth or count.
    /// </exception>
    public static OpenScenarioFile Read(ReadOnlyMemory<byte> content, string file, IOpenScenarioFiles? files = null, IReadOnlyDictionary<string, string>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var element = OscXml.Read(content, file);
        if (element.Name is not ("OpenSCENARIO" or "OpenScenario"))
        {
            throw element.Error($"found the document element <{(element.Name.Length > 60 ? element.Name[..60] : element.Name)}>; expected <OpenSCENARIO>");
        }

        element.Seen = true;
        var run = new OscRun(file, files);
        var scope = new OscScope(null);
        var root = new OscNode(element, scope, run);
        var header = Header(root, file);
        var read = root.Child("Catalog") is { } catalog ? Catalog(catalog, header)
            : root.Child("ParameterValueDistribution") is { } distribution ? Distribution(distribution, header)
            : Scenario(root, header, parameters ?? Ordered.Empty);
        if (read.Content == OpenScenarioContent.Scenario && parameters is null or { Count: 0 })
        {
            read = read with { Carried = OscPayload.Read(content, out bool changed) };
            if (changed)
            {
                run.Assumptions.Add("the file was changed after it was written: it means what it says, and what OpenSCENARIO has no words for is lost");
            }
        }

        var unread = run.Unread(element, moving: false);
        unread.InsertRange(0, read.Unsupported);
        return read with
        {
            Storyboard = read.Storyboard is { } board ? board with { Unsupported = run.Unread(element, moving: true) } : null,
            Parents = [.. read.Parents, .. run.Parents],
            Assumptions = [.. run.Assumptions],
            Unsupported = unread,
        };
    }

    private static OpenScenarioFile Header(OscNode root, string file)
    {
        var header = root.Required("FileHeader");
        int major = header.Integer("revMajor"), minor = header.Integer("revMinor");
        if (major != 1 || minor is < 0 or > 2)
        {
            throw header.Element.Error($"found OpenSCENARIO {major}.{minor}, which is not supported; {Supported}");
        }

        header.Optional("date");
        var licence = header.Child("License");
        return new OpenScenarioFile
        {
            File = file,
            Version = minor switch { 0 => "1.0", 1 => "1.1", _ => "1.2" },
            Content = OpenScenarioContent.Scenario,
            Author = header.Text("author", ""),
            Description = header.Text("description", ""),
            Licence = licence is { } l ? l.Optional("spdxId") ?? l.Text("name", "") : "",
        };
    }

    private static OpenScenarioFile Scenario(OscNode root, OpenScenarioFile header, IReadOnlyDictionary<string, string> given)
    {
        var run = root.Run;
        var values = OscParameters.Declare(root, root.Scope, given);
        foreach (string name in given.Keys)
        {
            if (!values.Exists(v => v.Name == name))
            {
                throw root.Element.Error($"the scenario declares no parameter '{name}'{OscRun.Hint(name, values.Select(v => v.Name))}");
            }
        }

        foreach (var directory in (root.Child("CatalogLocations")?.All() ?? []).SelectMany(l => l.All("Directory")))
        {
            run.AddLocation(directory);
        }

        var (logicFile, map, controllers, parents) = Roads(root);
        var node = root.Required("Entities");
        var entities = OscEntities.Read(node);
        var selections = OscEntities.Selections(node, entities);
        run.Know(entities.Select(e => e.Storyboard.Id).Concat(selections.Select(s => s.Name)));
        var before = new Storyboard
        {
            Version = header.Version,
            Parameters = values,
            Variables = OscParameters.Variables(root),
            Selections = selections,
            SignalControllers = controllers,
        };
        var board = OscStoryboard.Read(root.Required("Storyboard"), before);
        var present = OscPresence.Of(board);
        entities = entities.ConvertAll(e => e with { Storyboard = e.Storyboard with { PresentAtStart = present(e.Storyboard.Id) } });
        return header with
        {
            Storyboard = board with { Entities = [.. entities.Select(e => e.Storyboard)] },
            Entities = entities,
            LogicFile = logicFile,
            Map = map,
            Parents = parents,
        };
    }

    private static (string LogicFile, RoadMap? Map, List<SignalController> Controllers, List<string> Parents) Roads(OscNode root)
    {
        if (root.Child("RoadNetwork") is not { } roads)
        {
            return ("", RoadMap.Empty, [], []);
        }

        var controllers = (roads.Child("TrafficSignals")?.All("TrafficSignalController") ?? []).ConvertAll(Controller);
        string path = roads.Child("LogicFile")?.Text("filepath").Trim() ?? "";
        if (path.Length == 0)
        {
            return ("", RoadMap.Empty, controllers, []);
        }

        var files = root.Run.Files;
        if (files?.Map(path) is { } named)
        {
            return (path, named, controllers, []);
        }

        if (path.EndsWith(".xodr", StringComparison.OrdinalIgnoreCase) && files?.Find(path, root.Run.File) is { } source)
        {
            return (path, OpenDriveReader.Read(source.Read(), source.File, withRoads: true), controllers, [source.File]);
        }

        return (path, null, controllers, []);
    }

    private static SignalController Controller(OscNode n) => new()
    {
        Name = n.Text("name"),
        DelayS = n.MaybeNotNegative("delay"),
        ReferenceName = n.Optional("reference"),
        Phases = [.. n.All("Phase").Select(p => new SignalControllerPhase(
            p.Text("name"),
            p.NotNegative("duration"),
            [.. p.All("TrafficSignalState").Select(s => new SignalControllerState(s.Text("trafficSignalId"), s.Text("state")))],
            p.Child("TrafficSignalGroupState")?.Text("state")))],
    };

    private static OpenScenarioFile Catalog(OscNode catalog, OpenScenarioFile header)
    {
        var names = new List<string>();
        var open = new List<UnsupportedElement>();
        foreach (var entry in catalog.All())
        {
            names.Add(entry.Text("name"));
            try
            {
                var scope = new OscScope(entry.Scope);
                OscParameters.Declare(entry, scope, null);
                Entry(entry.In(scope));
            }
            catch (InputException e) when (entry.Run.Undeclared)
            {
                entry.Run.Undeclared = false;
                open.Add(new UnsupportedElement(entry.Element.Path(), e.Line, $"on its own this entry cannot be read: {e.Detail}"));
            }
        }

        return header with { Content = OpenScenarioContent.Catalog, CatalogName = catalog.Text("name"), Entries = names, Unsupported = open };
    }

    private static object Entry(OscNode entry) => entry.Name switch
    {
        "Vehicle" or "Pedestrian" or "MiscObject" => OscEntities.Describe(entry, entry.Text("name")),
        "Controller" => OscEntities.Controller(entry),
        "Environment" => OscEnvironments.Read(entry),
        "Maneuver" => OscStoryboard.Manoeuvre(entry),
        "Trajectory" => OscPositions.TrajectoryOf(entry),
        "Route" => OscPositions.RouteOf(entry),
        _ => throw entry.Element.Error("found an unknown catalog entry; expected Vehicle, Pedestrian, MiscObject, Controller, Environment, Maneuver, Trajectory or Route"),
    };

    private static OpenScenarioFile Distribution(OscNode node, OpenScenarioFile header)
    {
        string scenario = node.Required("ScenarioFile").Text("filepath");
        var read = header with { Content = OpenScenarioContent.Distribution, ScenarioFile = scenario };
        if (node.Child("Deterministic") is { } deterministic)
        {
            return read with { ParameterSets = OscDistributions.Read(deterministic) };
        }

        var stochastic = node.Required("Stochastic").Element;
        stochastic.Seen = false;
        return read with { Unsupported = [new UnsupportedElement(stochastic.Path(), stochastic.Line, "stochastic distributions are not supported; declare the parameters in a suite instead")] };
    }
}
