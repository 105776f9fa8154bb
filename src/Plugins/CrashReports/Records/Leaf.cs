using System.Text.Json.Serialization;

namespace Sim.Plugins.CrashReports.Records;

/// <summary>
/// One value of a crash record with how it is known and where the text says so. Plain data. Enumerations have the member Unknown, numbers and
/// words are null and sets are empty while <see cref="Status"/> is <see cref="LeafStatus.Unknown"/>.
/// </summary>
/// <typeparam name="T">Type of the value: an enumeration, a nullable number, truth value or word, or a list of them.</typeparam>
public sealed record Leaf<T>
{
    /// <summary>The value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required T Value { get; init; }

    /// <summary>How it is known.</summary>
    public LeafStatus Status { get; init; }

    /// <summary>How sure the extractor is, 0 to 1; 0 while unknown.</summary>
    public double Confidence { get; init; }

    /// <summary>Where the text says so; always there when stated, and when derived from words.</summary>
    public TextSpan? Evidence { get; init; }

    /// <summary>The rule of a derived value, the reason of an assumed one; empty otherwise.</summary>
    public string Why { get; init; } = "";
}
