namespace Sim.Reports.Requirements;

/// <summary>
/// Cases by category of disturbance (ISO 34502) and area (ISO 21448). Known: a declared requirement foresees the case. Hazardous: the case failed, waived
/// or not. Cases that were not evaluated are in no area.
/// </summary>
internal static class SotifView
{
    private static readonly string[] Categories = ["perception", "traffic", "vehicle-control", ""];

    /// <summary>The view, or empty when neither a requirement nor a case names a category.</summary>
    /// <param name="declared">The declared requirements.</param>
    /// <param name="rows">Cases sorted by id.</param>
    public static IReadOnlyList<SotifCell> Of(IReadOnlyList<Requirement> declared, IReadOnlyList<CaseRow> rows)
    {
        var known = declared.ToDictionary(r => r.Id, r => r.Category, StringComparer.Ordinal);
        var cells = new SortedDictionary<(int Category, int Area), List<string>>();
        bool named = declared.Any(r => r.Category.Length > 0);
        foreach (var row in rows.Where(r => r.Verdict is CaseVerdict.Passed or CaseVerdict.Failed or CaseVerdict.Known))
        {
            var categories = row.Result.Covers.Select(c => known.GetValueOrDefault(c, "")).Concat(row.Result.Tags.Where(t => Array.IndexOf(Categories, t) is >= 0 and < 3))
                .Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).DefaultIfEmpty("").ToList();
            named |= categories[0].Length > 0;
            bool hazardous = row.Verdict != CaseVerdict.Passed, foreseen = row.Result.Covers.Any(known.ContainsKey);
            int area = (foreseen, hazardous) switch { (true, false) => 1, (true, true) => 2, (false, true) => 3, _ => 4 };
            foreach (string category in categories)
            {
                var key = (Array.IndexOf(Categories, category), area);
                (cells.TryGetValue(key, out var ids) ? ids : cells[key] = []).Add(row.Result.Case.Id);
            }
        }

        return named ? [.. cells.Select(c => new SotifCell(Categories[c.Key.Category], c.Key.Area, c.Value))] : [];
    }
}
