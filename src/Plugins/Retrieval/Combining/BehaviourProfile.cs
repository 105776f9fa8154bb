namespace Sim.Plugins.Retrieval.Combining;

/// <summary>
/// What one recorded actor did from one moment on, in its own frame: a unit of what is retrieved and blended. Immutable.
/// </summary>
internal sealed class BehaviourProfile
{
    /// <summary>Index of its recording in the library.</summary>
    public required int Source { get; init; }

    /// <summary>Actor's id in the recording.</summary>
    public required string Actor { get; init; }

    /// <summary>Step from which it is told.</summary>
    public required int Step { get; init; }

    /// <summary>The situation then (<see cref="Combining.Situation"/>).</summary>
    public required double[] Situation { get; init; }

    /// <summary>Distance gone beyond that at the first speed, m, at multiples of <see cref="ProfileLibrary.KnotS"/>, the first one at one multiple.</summary>
    public required double[] GainM { get; init; }

    /// <summary>
    /// Room to the leader's rear (or the stop line) at the same times, m, if the actor kept its first speed and the leader moved as it did; infinite without one.
    /// </summary>
    public required double[] RoomM { get; init; }

    /// <summary>Heading relative to that of its course at the same times, rad.</summary>
    public required double[] TurnRad { get; init; }

    /// <summary>Speed at the moment, m/s.</summary>
    public required double SpeedMps { get; init; }

    /// <summary>Movement across its course since the moment, m, at the same times.</summary>
    public required double[] AcrossM { get; init; }
}
