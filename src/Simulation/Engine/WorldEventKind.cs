namespace Sim.Simulation.Engine;

/// <summary>Kinds of engine events; their words in a recording are in <see cref="EmbeddedSession"/>.</summary>
internal enum WorldEventKind
{
    Trigger,
    LaneChange,
    Appear,
    Vanish,
}
