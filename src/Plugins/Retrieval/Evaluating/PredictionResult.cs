namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>How one clip was continued.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Database">Names of the recordings that could be retrieved from.</param>
/// <param name="Horizons">Errors by horizon in seconds, for those that the clip has; key 0 is to the clip's end.</param>
/// <param name="Agents">Number of actors.</param>
/// <param name="Colliding">How many of them overlap another.</param>
/// <param name="RecordedColliding">The same of the recorded motion.</param>
/// <param name="Steps">Instants of all actors.</param>
/// <param name="OffRoad">How many of them are off the road.</param>
/// <param name="RecordedOffRoad">The same of the recorded motion.</param>
/// <param name="Made">Accelerations and yaw rates that were made.</param>
/// <param name="Recorded">Those that were recorded.</param>
internal sealed record PredictionResult(
    PredictionClip Clip,
    IReadOnlyList<string> Database,
    IReadOnlyDictionary<int, PredictionErrors> Horizons,
    int Agents,
    int Colliding,
    int RecordedColliding,
    int Steps,
    int OffRoad,
    int RecordedOffRoad,
    MotionSamples Made,
    MotionSamples Recorded);
