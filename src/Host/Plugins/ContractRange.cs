namespace Sim.Host.Plugins;

/// <summary>A range of contract versions: "&gt;=1.0 &lt;2.0". Bounds joined by spaces must all hold.</summary>
internal sealed record ContractRange(string Text, IReadOnlyList<(string Operator, Version Bound)> Bounds)
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];

    /// <summary>True when a version lies in the range.</summary>
    public bool Contains(Version version) => Bounds.All(b => b.Operator switch
    {
        ">=" => version >= b.Bound,
        "<=" => version <= b.Bound,
        ">" => version > b.Bound,
        "<" => version < b.Bound,
        _ => version == b.Bound,
    });

    /// <summary>Reads a range.</summary>
    /// <exception cref="InputException">Not a range.</exception>
    public static ContractRange Parse(Setting setting)
    {
        var bounds = new List<(string, Version)>();
        foreach (string part in setting.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string? op = Operators.FirstOrDefault(o => part.StartsWith(o, StringComparison.Ordinal));
            if (op is null || !Version.TryParse(part[op.Length..], out var bound))
            {
                throw setting.Error($"found '{part}' in the contract range; write bounds like \">=1.0 <2.0\"");
            }

            bounds.Add((op, bound));
        }

        return bounds.Count > 0 ? new ContractRange(setting.Text, bounds) : throw setting.Error("the contract range is empty; write bounds like \">=1.0 <2.0\"");
    }
}
