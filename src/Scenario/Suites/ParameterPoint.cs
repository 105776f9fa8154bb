namespace Sim;

/// <summary>One point of a space of parameters.</summary>
public sealed record ParameterPoint
{
    /// <summary>The values, in the order of the space.</summary>
    public required IReadOnlyList<KeyValuePair<string, ParameterValue>> Values { get; init; }

    /// <summary>How many equal points came before it; <see cref="CaseKey.Draw"/>.</summary>
    public int Draw { get; init; }

    /// <summary>Words for the slug from the parameters that vary: "50-kmh-75-pct".</summary>
    public string Label { get; init; } = "";

    /// <summary>Name → canonical text, for <see cref="CaseKey.Parameters"/>.</summary>
    public IReadOnlyDictionary<string, string> ToParameters() => Ordered.Copy(Values.Select(v => new KeyValuePair<string, string>(v.Key, v.Value.Text)));
}
