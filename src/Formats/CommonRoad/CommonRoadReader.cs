using System.Security.Cryptography;
using System.Xml;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>
/// Reads CommonRoad scenarios, versions 2018b and 2020a, in one forward pass. Input is hostile until read: no DTD, limits on size, depth,
/// counts and numbers. Coverage and rules: docs/commonroad.md. Thread-safe.
/// </summary>
public static class CommonRoadReader
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Last time step that a file may name.</summary>
    public const int MaxStep = 100_000;

    /// <summary>Version of the reading rules; part of every provenance.</summary>
    public const string Version = "1";

    private const double PedestrianHeightM = 1.8;
    private const double VehicleHeightM = 1.5;
    private const double LargeVehicleHeightM = 3.5;

    /// <summary>Reads a file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages and provenance: as the user wrote it, not an absolute path.</param>
    /// <exception cref="InputException">Bad input, with file, line and column.</exception>
    public static CommonRoadFile Read(ReadOnlyMemory<byte> content, string file) => Guarded(content, file, cursor => Read(cursor, content, file));

    /// <summary>Ids of the planning problems, in the file's order, without reading the rest: for planning cases cheaply.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InputException">Bad input, with file, line and column.</exception>
    public static IReadOnlyList<string> ReadProblemIds(ReadOnlyMemory<byte> content, string file) => Guarded(content, file, static cursor =>
    {
        cursor.ToRoot();
        HeaderParser.Root(cursor, new Notes());
        var ids = new List<string>();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (cursor.Name == "planningProblem")
            {
                ids.Add(cursor.Id());
            }

            cursor.Skip();
        }

        return ids;
    });

    private static T Guarded<T>(ReadOnlyMemory<byte> content, string file, Func<XmlCursor, T> read)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var cursor = new XmlCursor(content, file);
        try
        {
            return read(cursor);
        }
        catch (XmlException e)
        {
            // XmlReader gives a forbidden DTD no place.
            int dtd = e.LineNumber > 0 ? -1 : content.Span.IndexOf("<!DOCTYPE"u8);
            var before = content.Span[..Math.Max(0, dtd)];
            throw e.LineNumber > 0
                ? new InputException($"not well-formed XML: {e.Message}", file, e.LineNumber, e.LinePosition, e)
                : new InputException("not well-formed XML: found a DTD, or '<!' that begins no comment; neither is allowed", file, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'), e);
        }
    }

    private static CommonRoadFile Read(XmlCursor cursor, ReadOnlyMemory<byte> content, string file)
    {
        var notes = new Notes();
        cursor.ToRoot();
        var header = HeaderParser.Root(cursor, notes);
        var location = HeaderParser.Location.None;
        var lanelets = new List<RawLanelet>();
        var signs = new List<SignalParser.RawSign>();
        var lights = new List<MapSignal>();
        var junctions = new List<Junction>();
        var crossings = new HashSet<string>(StringComparer.Ordinal);
        var obstacles = new List<RawObstacle>();
        var problems = new List<ProblemParser.Raw>();
        var ids = new UniqueIds();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "location":
                    location = HeaderParser.ReadLocation(cursor, notes);
                    break;
                case "scenarioTags":
                    header = header with { Tags = HeaderParser.Tags(cursor, header.Tags) };
                    break;
                case "lanelet":
                    ids.Claim(cursor, "lanelet");
                    lanelets.Add(LaneletParser.Read(cursor, notes));
                    break;
                case "trafficSign":
                    ids.Claim(cursor, "signal");
                    signs.Add(SignalParser.Sign(cursor, header.Country, notes));
                    break;
                case "trafficLight":
                    ids.Claim(cursor, "signal");
                    lights.Add(SignalParser.Light(cursor, header.Country, header.StepUs, notes));
                    break;
                case "intersection":
                    ids.Claim(cursor, "intersection");
                    junctions.Add(IntersectionParser.Read(cursor, crossings, notes));
                    break;
                case "obstacle":
                    ids.Claim(cursor, "obstacle");
                    obstacles.Add(ObstacleParser.Read(cursor, null, notes));
                    break;
                case "staticObstacle":
                    ids.Claim(cursor, "obstacle");
                    obstacles.Add(ObstacleParser.Read(cursor, CommonRoadObstacleRole.Static, notes));
                    break;
                case "dynamicObstacle":
                    ids.Claim(cursor, "obstacle");
                    obstacles.Add(ObstacleParser.Read(cursor, CommonRoadObstacleRole.Dynamic, notes));
                    break;
                case "environmentObstacle":
                    ids.Claim(cursor, "obstacle");
                    obstacles.Add(ObstacleParser.Read(cursor, CommonRoadObstacleRole.Environment, notes));
                    break;
                case "phantomObstacle":
                    ids.Claim(cursor, "obstacle");
                    obstacles.Add(ObstacleParser.Read(cursor, CommonRoadObstacleRole.Phantom, notes));
                    break;
                case "planningProblem":
                    ids.Claim(cursor, "planning problem");
                    problems.Add(ProblemParser.Read(cursor, notes));
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        var assembler = new MapAssembler(lanelets, notes);
        string name = header.BenchmarkId.Length > 0 ? header.BenchmarkId : Path.GetFileNameWithoutExtension(file);
        string mapLicence = header.Licence.Contains("OpenStreetMap", StringComparison.Ordinal) ? "© OpenStreetMap contributors, ODbL 1.0" : "";
        var map = assembler.Build(name, location.Origin, mapLicence, signs, lights, junctions, crossings);
        var tracks = new TrackBuilder(header.StepUs * 1e-6, notes);
        return new CommonRoadFile
        {
            File = file,
            Header = header,
            Map = map,
            Environment = location.Environment,
            Obstacles = [.. obstacles.Select(o => Finish(o, assembler, tracks, notes, cursor))],
            Problems = [.. problems.Select(p => Finish(p, header, assembler, tracks, cursor))],
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
            Assumptions = notes.Texts,
        };
    }

    private static CommonRoadProblem Finish(ProblemParser.Raw raw, CommonRoadHeader header, MapAssembler map, TrackBuilder tracks, XmlCursor cursor)
    {
        Locate(raw.Initial, map, cursor);
        return ProblemParser.Resolve(raw, tracks.Build([raw.Initial], cursor)[0], header.StepUs, map, cursor);
    }

    private static CommonRoadObstacle Finish(RawObstacle raw, MapAssembler map, TrackBuilder tracks, Notes notes, XmlCursor cursor)
    {
        var role = raw.Role!.Value;
        var actorClass = ObstacleParser.Class(raw.TypeName, role);
        var result = new CommonRoadObstacle
        {
            Id = raw.Id,
            Role = role,
            TypeName = raw.TypeName,
            Class = actorClass,
            Body = new BodyBox(1, 1),
            Occupancies = raw.Occupancies,
            Line = raw.Place.Line,
        };
        if (role == CommonRoadObstacleRole.Phantom)
        {
            notes.Add("phantom obstacles are kept with the file but are no actors: nothing was seen there");
            return result;
        }

        var shape = BodyShape.Of(raw.Shape!, Height(actorClass), freeAngle: role == CommonRoadObstacleRole.Environment);
        result = result with { Body = shape.Body, Footprint = shape.Footprint };
        if (role == CommonRoadObstacleRole.Environment)
        {
            return result with { States = new[] { shape.ToCentre(default) } };
        }

        foreach (var state in raw.States)
        {
            Locate(state, map, cursor);
        }

        if (role == CommonRoadObstacleRole.Static)
        {
            var still = tracks.Build([raw.States[0]], cursor)[0] with { SpeedMps = 0, LateralMps = 0, AccelMps2 = 0, YawRateRps = 0 };
            return result with { FirstStep = raw.States[0].Step, States = new[] { shape.ToCentre(still) } };
        }

        if (raw.States.Count == 1 && raw.Occupancies.Count > 0)
        {
            notes.Add("occupancy sets: the actor moves with the centre of each occupancy's bounding box, its heading held; the growth of the set is kept with the file only");
            OccupancyTrack.Append(raw, notes);
        }

        var states = tracks.Build(raw.States, cursor);
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = shape.ToCentre(states[i]);
        }

        return result with { FirstStep = raw.States[0].Step, States = states };
    }

    private static void Locate(RawState state, MapAssembler map, XmlCursor cursor)
    {
        if (state.LaneletId is { } id)
        {
            state.Position = map.Middle(id) ?? throw cursor.Error($"the position names lanelet {id}, which is not in the file", state.Place);
        }
    }

    private static double Height(ActorClass actorClass) => actorClass switch
    {
        ActorClass.Pedestrian or ActorClass.Bicycle or ActorClass.Motorcycle => PedestrianHeightM,
        ActorClass.Truck or ActorClass.Bus or ActorClass.Train or ActorClass.StaticObject => LargeVehicleHeightM,
        _ => VehicleHeightM,
    };

    /// <summary>Ids are unique within their kind: lanelets, signals, intersections, obstacles, planning problems.</summary>
    private sealed class UniqueIds
    {
        private readonly Dictionary<(string Kind, string Id), int> _lines = [];

        public void Claim(XmlCursor cursor, string kind)
        {
            string id = cursor.Id();
            if (!_lines.TryAdd((kind, id), cursor.Place.Line))
            {
                throw cursor.Error($"the {kind} id {id} is used twice; it was first used in line {_lines[(kind, id)]}");
            }
        }
    }
}
