namespace Sim.Reports.Requirements;

/// <summary>A spec object as the file has it.</summary>
/// <param name="Identifier">Its identifier.</param>
/// <param name="LongName">Its long name; may be empty.</param>
/// <param name="Description">Its description; may be empty.</param>
/// <param name="Line">Where it begins.</param>
internal sealed record ReqIfObject(string Identifier, string LongName, string Description, int Line)
{
    /// <summary>Its values in the file's order.</summary>
    public List<ReqIfValue> Values { get; } = [];
}
