using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Sim.Tests.Contracts;

/// <summary>Finds the first member in which two instances of plain data differ.</summary>
internal static class DeepDifference
{
    /// <summary>Null when equal, else the path and both values.</summary>
    public static string? Between(object? a, object? b, Type type, string path)
    {
        if (a is null || b is null)
        {
            return a is null && b is null ? null : $"{path}: {a ?? "null"} became {b ?? "null"}";
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (SampleFiller.IsLeaf(type))
        {
            bool same = a is JsonElement left && b is JsonElement right ? JsonElement.DeepEquals(left, right) : a.Equals(b);
            return same ? null : string.Create(CultureInfo.InvariantCulture, $"{path}: {a} became {b}");
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            var (left, right) = ((IReadOnlyDictionary<string, string>)a, (IReadOnlyDictionary<string, string>)b);
            return left.SequenceEqual(right) ? null : $"{path}: the entries changed";
        }

        if (SampleFiller.ItemOf(type) is { } item)
        {
            var (left, right) = (Items(a), Items(b));
            return left.Count != right.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{path}: {left.Count} items became {right.Count}")
                : left.Select((value, i) => Between(value, right[i], item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))).FirstOrDefault(d => d is not null);
        }

        return a.GetType() != b.GetType()
            ? $"{path}: {a.GetType()} became {b.GetType()}"
            : SampleFiller.Members(a.GetType()).Select(m => Between(m.GetValue(a), m.GetValue(b), m.PropertyType, $"{path}.{m.Name}")).FirstOrDefault(d => d is not null);
    }

    private static List<object?> Items(object list) =>
        [.. ((IEnumerable)(list as IEnumerable ?? (IEnumerable)list.GetType().GetMethod("ToArray")!.Invoke(list, null)!)).Cast<object?>()];
}
