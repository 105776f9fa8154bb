namespace Sim.Reports.Comparing;

/// <summary>A case of a run or of the accepted results, as far as comparing needs it.</summary>
internal sealed record ComparedRow
{
    /// <summary>Its id.</summary>
    public required string Case { get; init; }

    /// <summary>Its suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Its verdict.</summary>
    public required CaseVerdict Verdict { get; init; }

    /// <summary>Why it has no result, or why the driver failed; null where nobody knows.</summary>
    public string? Why { get; init; }

    /// <summary>Texts of the expectations that it violates; null where nobody knows.</summary>
    public IReadOnlyList<string>? Violates { get; init; }

    /// <summary>Hash of the scenario or its first digits; empty where there is none.</summary>
    public string Scenario { get; init; } = "";

    /// <summary>Assessors with version, and a digest of their options where they have any ("criticality" → "2", "2~0123abcd").</summary>
    public IReadOnlyDictionary<string, string> Assessors { get; init; } = Ordered.Empty;

    /// <summary>Metrics in the order of the assessments, names unique.</summary>
    public IReadOnlyList<ComparedMetric> Metrics { get; init; } = [];

    /// <summary>True when running it again may give other numbers: replicas, or a driver or simulator that does not promise the same bytes.</summary>
    public bool Stochastic { get; init; }

    /// <summary>The row of a case of a report.</summary>
    /// <param name="row">The case.</param>
    /// <param name="options">Digest of the options of an assessor of the case's suite; empty for none.</param>
    public static ComparedRow Of(CaseRow row, Func<string, string> options)
    {
        var result = row.Result;
        var assessors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var metrics = new List<ComparedMetric>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var assessment in result.Assessments)
        {
            string digest = options(assessment.Assessor);
            assessors[assessment.Assessor] = digest.Length > 0 ? $"{assessment.Version}~{digest}" : assessment.Version;
            foreach (var metric in assessment.Metrics)
            {
                string name = names.Add(metric.Name) ? metric.Name : $"{assessment.Assessor}/{metric.Name}";
                if (name == metric.Name || names.Add(name))
                {
                    metrics.Add(new(name, metric.Version, metric.Value, assessment.Assessor, metric.Unit, metric.Worse));
                }
            }
        }

        return new ComparedRow
        {
            Case = result.Case.Id,
            Suite = row.Suite,
            Verdict = row.Verdict,
            Why = result.Reason,
            Violates = row.Violates,
            Scenario = result.ScenarioSha256,
            Assessors = assessors,
            Metrics = metrics,
            Stochastic = result.Case.Replica > 0 || result.Reproducibility != Reproducibility.Bit,
        };
    }
}
