using Sim.Reports.Reducing;

namespace Sim.Host.Reducing;

/// <summary>A way from a failing case to something that passes.</summary>
/// <param name="Axes">The numbers that change on it, at least one.</param>
/// <param name="Scenario">The scenario at a position; throws <see cref="RefusedException"/> or <see cref="InputException"/> where there is none.</param>
/// <param name="Against">Id of the passing case, or null.</param>
internal sealed record BoundaryWay(IReadOnlyList<BoundaryAxis> Axes, Func<int, Scenario> Scenario, string? Against)
{
    /// <summary>The position of the passing end.</summary>
    public int Last => Axes.Max(a => a.Steps);

    /// <summary>A position in words: "speed 43 km/h, gap 12 m".</summary>
    public string Shown(int position) => string.Join(", ", Axes.Select(a => $"{a.Name} {a.Shown(a.At(position, Last))}"));
}
