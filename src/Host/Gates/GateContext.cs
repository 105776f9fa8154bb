namespace Sim.Host.Gates;

/// <summary>What a gate must know beyond its cases.</summary>
/// <param name="Known">Ids of failing cases that a valid waiver covers.</param>
/// <param name="MissingCases">Planned cases of the suite without a result.</param>
/// <param name="Filtered">True when a filter left only some of the suite's cases.</param>
internal sealed record GateContext(IReadOnlySet<string> Known, int MissingCases, bool Filtered)
{
    /// <summary>A complete run without waivers.</summary>
    public static GateContext Complete { get; } = new(new HashSet<string>(), 0, false);
}
