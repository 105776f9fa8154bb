namespace Sim.Plugins.Sumo.Networks;

/// <summary>A traffic light's first programme.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">"static", "actuated", …</param>
/// <param name="OffsetS">Time at which the programme begins, s.</param>
/// <param name="Phases">State, one letter for each link, and duration, s.</param>
/// <param name="Signals">Signal of the source file for each link that has one.</param>
internal sealed record SumoLight(string Id, string Kind, double OffsetS, IReadOnlyList<(string State, double DurationS)> Phases, IReadOnlyDictionary<int, string> Signals)
{
    /// <summary>Number of its links.</summary>
    public int Links => Phases.Count == 0 ? 0 : Phases.Max(p => p.State.Length);
}
