using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>
/// A CommonRoad scenario as read: map, obstacles, planning problems. <see cref="ToRecording"/> gives what was logged; scenarios are built from
/// that by <see cref="RecordedScenario"/>. Immutable, safe for concurrent use.
/// </summary>
public sealed partial record CommonRoadFile
{
    /// <summary>Name of the file, as it was given to the reader.</summary>
    public required string File { get; init; }

    /// <summary>What the file says about itself.</summary>
    public required CommonRoadHeader Header { get; init; }

    /// <summary>The lanelet network.</summary>
    public required RoadMap Map { get; init; }

    /// <summary>Obstacles in the file's order.</summary>
    public required IReadOnlyList<CommonRoadObstacle> Obstacles { get; init; }

    /// <summary>Planning problems in the file's order.</summary>
    public required IReadOnlyList<CommonRoadProblem> Problems { get; init; }

    /// <summary>Weather, light and surface.</summary>
    public WorldEnvironment Environment { get; init; } = new();

    /// <summary>What was assumed, completed or left out, each said once.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>SHA-256 of the content, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Provenance of what is made from this file.</summary>
    public Provenance Provenance => new()
    {
        Generator = "commonroad",
        Version = CommonRoadReader.Version,
        Parents = [$"{File} sha256:{Sha256}"],
        Licence = Header.Licence,
        Assumptions = Assumptions,
    };

    /// <summary>The planning problem with an id, or null.</summary>
    public CommonRoadProblem? FindProblem(string id)
    {
        foreach (var problem in Problems)
        {
            if (problem.Id == id)
            {
                return problem;
            }
        }

        return null;
    }
}
