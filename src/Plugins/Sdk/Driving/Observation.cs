namespace Sim.Plugins.Sdk;

/// <summary>The world at one instant as a driver sees it (object level, ground truth, and what sensors rendered of it). Plain data; sessions reuse one instance.</summary>
public sealed class Observation
{
    /// <summary>Step.</summary>
    public int Step { get; set; }

    /// <summary>Time since the scenario's start, µs.</summary>
    public long TimeUs { get; set; }

    /// <summary>The ego, box centre.</summary>
    public ActorState Ego { get; set; }

    /// <summary>The other actors that are present, in index order.</summary>
    public ReadOnlyMemory<ObservedActor> Others { get; set; }

    /// <summary>What traffic lights show, in the map's order of lights; empty without lights.</summary>
    public ReadOnlyMemory<ObservedSignal> Signals { get; set; }

    /// <summary>
    /// Sensor frames that became due with this step; empty without sensors. Their times count from the scenario's start, as <see cref="TimeUs"/> does.
    /// Valid during the call only, their data too.
    /// </summary>
    public IReadOnlyList<Frame> Frames { get; set; } = [];
}
