namespace Sim.Tests.Reports.Ci;

/// <summary>A line of output as GitHub's runner understands it: <c>::name key=value,key=value::data</c>.</summary>
internal sealed record WorkflowCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Data)
{
    /// <summary>The command in a line, or null when there is none.</summary>
    public static WorkflowCommand? Parse(string line)
    {
        string text = line.TrimStart();
        if (!text.StartsWith("::", StringComparison.Ordinal) || text.IndexOf("::", 2, StringComparison.Ordinal) is not (> 0 and var end))
        {
            return null;
        }

        string head = text[2..end];
        int space = head.IndexOf(' ', StringComparison.Ordinal);
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (space > 0)
        {
            foreach (string part in head[(space + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] pair = part.Split('=', 2);
                if (pair.Length == 2)
                {
                    properties[pair[0].Trim()] = Back(pair[1]).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
                }
            }
        }

        return new WorkflowCommand(space > 0 ? head[..space] : head, properties, Back(text[(end + 2)..]).Replace("%25", "%", StringComparison.Ordinal));
    }

    private static string Back(string text) => text.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
}
