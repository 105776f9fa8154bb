using System.Globalization;
using Sim.Plugins.Sumo.Networks;
using Sim.Plugins.Sumo.Processes;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>A scenario made ready for SUMO: the network, the route file, the arguments, who moves whom. Immutable.</summary>
internal sealed class SumoPlan
{
    private SumoPlan(Scenario scenario, SumoRoads roads, IReadOnlyDictionary<string, int> indices, IReadOnlySet<string> moved, IReadOnlyList<string> arguments, IReadOnlyList<string> leftOut) =>
        (Scenario, Roads, IndexOf, Moved, Arguments, LeftOut) = (scenario, roads, indices, moved, arguments, leftOut);

    /// <summary>The scenario with SUMO's own vehicles behind its actors.</summary>
    public Scenario Scenario { get; }

    /// <summary>Its roads.</summary>
    public SumoRoads Roads { get; }

    /// <summary>Index of an actor by its id in SUMO, for those that SUMO drives.</summary>
    public IReadOnlyDictionary<string, int> IndexOf { get; }

    /// <summary>Ids of the actors that SUMO drives.</summary>
    public IReadOnlySet<string> Moved { get; }

    /// <summary>SUMO's arguments, without the port.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>What SUMO does not do.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Makes it, and writes the route file.</summary>
    /// <exception cref="InputException">The scenario cannot be run with SUMO.</exception>
    public static SumoPlan Make(Scenario scenario, ulong seed, SumoOptions options, SimulatorUse use, SumoInstallation installation, string folder, CancellationToken cancellationToken)
    {
        if (scenario.Map.Lanes.Count == 0)
        {
            throw new InputException($"scenario '{scenario.Name}' has no lanes; SUMO needs a road network");
        }

        var leftOut = new List<string>();
        SumoRoads roads;
        if (options.Network is { } network)
        {
            string path = Resolve(use.Files, network);
            roads = SumoRoads.OfOwn(SumoNetworkReader.Read(File.ReadAllBytes(path), network, cancellationToken), path, scenario.Map);
            if (roads.Missing.Count > 0)
            {
                throw new InputException($"the network '{network}' does not have lane '{roads.Missing[0]}' of the map of scenario '{scenario.Name}' ({roads.Missing.Count} are missing); the map must be read from that very network");
            }
        }
        else
        {
            roads = NetConvert.Roads(scenario.Map, installation, cancellationToken);
            if (roads.Missing.Count > 0)
            {
                leftOut.Add($"SUMO's network lacks {roads.Missing.Count} lanes of the map, '{roads.Missing[0]}' first.");
            }
        }

        var vehicles = VehiclePlanner.Plan(scenario, roads, leftOut);
        var made = BackgroundTraffic.Plan(roads.Network, options.VehiclesPerHour, scenario.HorizonUs, seed);
        string? routes = options.Routes is { } file ? Resolve(use.Files, file) : null;
        IReadOnlyList<BackgroundVehicle> theirs = routes is null ? [] : RouteFileReader.Read(File.ReadAllBytes(routes), options.Routes!, scenario.HorizonUs);
        var background = (List<BackgroundVehicle>)[.. made, .. theirs];

        var driven = vehicles.Select(v => v.Actor.Id).ToHashSet(StringComparer.Ordinal);
        var moved = scenario.Actors.Select((a, i) => (Actor: a, SumoId: VehiclePlanner.SumoId(i))).Where(m => !driven.Contains(m.Actor.Id)).ToList();
        string anyEdge = roads.Network.Edges.FirstOrDefault(e => e.Function == "normal")?.Id ?? throw new InputException($"the map of scenario '{scenario.Name}' gives a SUMO network without roads");
        string written = Path.Combine(folder, "sim.rou.xml");
        File.WriteAllBytes(written, RouteFile.Write(scenario, vehicles, moved, made, anyEdge));

        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var actors = scenario.Actors.ToList();
        foreach (var vehicle in vehicles)
        {
            indices[vehicle.SumoId] = actors.IndexOf(vehicle.Actor);
        }

        var names = actors.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var vehicle in background)
        {
            string id = vehicle.SumoId;
            while (!names.Add(id))
            {
                id = "sumo." + id;
            }

            if (!indices.TryAdd(vehicle.SumoId, actors.Count))
            {
                throw new InputException($"the route file '{options.Routes}' has two vehicles '{vehicle.SumoId}'");
            }

            driven.Add(id);
            actors.Add(new Actor { Id = id, Class = vehicle.Class, Body = vehicle.Body, FirstStep = scenario.StepCount + 1, Initial = default, Behaviour = new FollowLaneBehaviour(), Origin = "SUMO" });
        }

        return new SumoPlan(scenario with { Actors = actors }, roads, indices, driven, ArgumentsOf(scenario, seed, options, roads.File, routes is null ? written : $"{written},{routes}"), leftOut);
    }

    private static List<string> ArgumentsOf(Scenario scenario, ulong seed, SumoOptions options, string network, string routes)
    {
        var arguments = new List<string>
        {
            "-n", network, "-r", routes, "--step-length", Number(scenario.StepUs / 1e6), "--begin", "0",
            // 31 bits is what SUMO takes.
            "--seed", (seed & 0x7fffffff).ToString(CultureInfo.InvariantCulture),
            "--route-steps", "0", "--no-step-log", "true", "--no-warnings", "true", "--duration-log.disable", "true", "--xml-validation", "never",
            "--time-to-teleport", "-1", "--collision.action", "warn", "--collision.mingap-factor", "0", "--collision.check-junctions", "true",
        };
        if (options.LateralResolutionM > 0)
        {
            arguments.AddRange(["--lateral-resolution", Number(options.LateralResolutionM)]);
        }
        else if (options.LaneChangeS > 0)
        {
            arguments.AddRange(["--lanechange.duration", Number(options.LaneChangeS)]);
        }

        return arguments;
    }

    /// <summary>The path of a file that the options name.</summary>
    /// <exception cref="InputException">It is absent, or outside of what may be read.</exception>
    public static string Resolve(FileRoots? roots, string file) => roots is { } files
        ? files.Resolve(file).FullPath
        : throw new InputException($"the file '{file}' in the options of simulator 'sumo' cannot be read here: no folder is declared");

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
