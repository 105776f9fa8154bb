namespace Sim.Reports.Requirements;

/// <summary>A value of a spec object.</summary>
/// <param name="Line">Where it begins.</param>
internal sealed record ReqIfValue(int Line)
{
    /// <summary>Identifier of its attribute definition.</summary>
    public string Definition { get; set; } = "";

    /// <summary>Its text; empty for an enumeration.</summary>
    public string Text { get; set; } = "";

    /// <summary>Identifiers of the chosen enumeration values.</summary>
    public List<string> Choices { get; } = [];
}
