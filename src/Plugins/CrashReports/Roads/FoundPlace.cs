namespace Sim.Plugins.CrashReports.Roads;

/// <summary>How well a place of a map fits a record in one respect.</summary>
/// <param name="Name">What: "angles", "lanes", "limits", "control", "run_up", "curvature", "divided".</param>
/// <param name="Value">0: not at all, 1: fully.</param>
/// <param name="Weight">Its share in the score, relative.</param>
internal readonly record struct PlaceTerm(string Name, double Value, double Weight);

/// <summary>A place of a user's map that fits a record. Immutable.</summary>
/// <param name="Name">Id of the junction, or of the rightmost lane of the piece of road.</param>
/// <param name="Score">Weighted mean of the terms, 0 to 1.</param>
/// <param name="Terms">The terms.</param>
/// <param name="Road">The place with its legs in the order of the record's.</param>
internal sealed record FoundPlace(string Name, double Score, IReadOnlyList<PlaceTerm> Terms, CrashRoad Road)
{
    /// <summary>The score of terms.</summary>
    public static double Of(IReadOnlyList<PlaceTerm> terms)
    {
        double sum = 0, weight = 0;
        foreach (var term in terms)
        {
            sum += term.Value * term.Weight;
            weight += term.Weight;
        }

        return weight > 0 ? sum / weight : 0;
    }
}
