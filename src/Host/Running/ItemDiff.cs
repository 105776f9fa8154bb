using System.Globalization;
using System.Text.Json;

namespace Sim.Host.Running;

/// <summary>Compares two byte forms member by member. Pure.</summary>
internal static class ItemDiff
{
    /// <summary>The first difference; null when they are equal.</summary>
    /// <param name="path">Path so far; may be empty.</param>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static RecordingDifference? First(string path, JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return Of(path, a, b);
        }

        switch (a.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in a.EnumerateObject())
                {
                    string name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                    if (!b.TryGetProperty(member.Name, out var other))
                    {
                        return new RecordingDifference { Field = name, Recorded = Value(member.Value), Now = DifferenceValue.Of("none") };
                    }

                    if (First(name, member.Value, other) is { } inner)
                    {
                        return inner;
                    }
                }

                foreach (var member in b.EnumerateObject())
                {
                    if (!a.TryGetProperty(member.Name, out _))
                    {
                        return new RecordingDifference { Field = path.Length == 0 ? member.Name : $"{path}.{member.Name}", Recorded = DifferenceValue.Of("none"), Now = Value(member.Value) };
                    }
                }

                return null;
            case JsonValueKind.Array:
                int length = Math.Min(a.GetArrayLength(), b.GetArrayLength());
                for (int i = 0; i < length; i++)
                {
                    if (First(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), a[i], b[i]) is { } inner)
                    {
                        return inner;
                    }
                }

                return a.GetArrayLength() == b.GetArrayLength() ? null : NumberDiff.Of($"{path}.count", a.GetArrayLength(), b.GetArrayLength(), "", false);
            case JsonValueKind.Number:
                return a.GetRawText() == b.GetRawText() ? null : NumberDiff.Of(path, a.GetDouble(), b.GetDouble(), "", false);
            default:
                return a.GetRawText() == b.GetRawText() ? null : Of(path, a, b);
        }
    }

    private static RecordingDifference Of(string path, JsonElement a, JsonElement b) => new() { Field = path, Recorded = Value(a), Now = Value(b) };

    private static DifferenceValue Value(JsonElement value) => value.ValueKind == JsonValueKind.Number ? DifferenceValue.Of(value.GetDouble()) : DifferenceValue.Of(value.GetRawText());
}
