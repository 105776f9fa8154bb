namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>What the survey's labels say of the first harmful event; the fields of <c>labels.first_impact</c>. Plain data.</summary>
internal sealed record FirstImpactLabels
{
    /// <summary>Side that was hit (front, left, right, back) by vehicle; null where none is known.</summary>
    public IReadOnlyDictionary<string, string?> ContactArea { get; set => field = value ?? new SortedDictionary<string, string?>(StringComparer.Ordinal); } = new SortedDictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The only vehicle hit at its front; null when both or neither were.</summary>
    public string? StrikingVehicle { get; set; }

    /// <summary>What was hit that is no vehicle, or null.</summary>
    public string? Object { get; set; }
}
