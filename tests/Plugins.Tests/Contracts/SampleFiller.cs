using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Tests.Contracts;

/// <summary>
/// Makes an instance of any plain data type in which every member differs from its default: lists have two items or as many as there are kinds
/// of the closed sets that an item holds, texts are not ASCII, numbers all differ. Nothing is listed by hand, so a new member is never forgotten.
/// </summary>
internal sealed class SampleFiller
{
    private readonly Dictionary<Type, int> _turn = [];
    private readonly List<Type> _open = [];
    private int _count;

    public static bool IsLeaf(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateOnly) || type == typeof(JsonElement);

    /// <summary>The members that make up the data of a type: what is set by a constructor or an initialiser.</summary>
    public static IReadOnlyList<PropertyInfo> Members(Type type)
    {
        var parameters = Constructor(type)?.GetParameters() ?? [];
        return [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0
            && p.GetCustomAttribute<JsonIgnoreAttribute>() is null
            && (p.SetMethod is { IsPublic: true } || parameters.Any(c => string.Equals(c.Name, p.Name, StringComparison.OrdinalIgnoreCase))))];
    }

    public static Type? ItemOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() is { } open
        && (open == typeof(IReadOnlyList<>) || open == typeof(ReadOnlyMemory<>)) ? type.GetGenericArguments()[0] : null;

    public static IReadOnlyList<Type> Kinds(Type type) => [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(false).Select(a => a.DerivedType)];

    public object? Make(Type type)
    {
        _count++;
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner);
        }

        if (IsLeaf(type))
        {
            return Leaf(type);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return Ordered.Copy([new($"ä key {_count}", $"\"value\" \\ {_count} \u2028"), new($"b{_count}", "🚗")]);
        }

        // A type within itself is filled once more and then left empty.
        if (_open.Count(t => t == type) >= 2)
        {
            return null;
        }

        _open.Add(type);
        try
        {
            return ItemOf(type) is { } item ? List(type, item) : Kinds(type) is { Count: > 0 } kinds ? Kind(kinds, Turn(type)) : Object(type);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    // A kind that must hold what is filled already gives way to the next one.
    private object? Kind(IReadOnlyList<Type> kinds, int turn)
    {
        for (int i = 0; i < kinds.Count; i++)
        {
            if (Make(kinds[(turn + i) % kinds.Count]) is { } made)
            {
                return made;
            }
        }

        return null;
    }

    private int Turn(Type type) => (_turn[type] = _turn.GetValueOrDefault(type, -1) + 1);

    private object Leaf(Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetValues(type);
            return values.GetValue((Turn(type) + 1) % values.Length)!;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => $"tëxt {_count} 中 \U0001F697",
            TypeCode.Boolean => true,
            TypeCode.Byte => (byte)(_count % 255 + 1),
            TypeCode.Int32 => _count,
            TypeCode.Int64 => 9_007_199_254_740_993L + _count,
            TypeCode.UInt64 => ulong.MaxValue - (ulong)_count,
            TypeCode.Single => _count + 0.1f,
            TypeCode.Double => _count + 0.1,
            _ => type == typeof(JsonElement) ? JsonElement.Parse($"{{\"tëxt\":[{_count},null,\"中\"]}}")
                : type == typeof(DateOnly) ? new DateOnly(2027, 3, 1).AddDays(_count) : throw new NotSupportedException($"the sample filler does not know {type}"),
        };
    }

    private object? List(Type type, Type item)
    {
        int count = 2;
        foreach (var member in IsLeaf(item) ? [] : Members(item))
        {
            count = Math.Max(count, Kinds(member.PropertyType).Count);
        }

        count = Math.Max(count, Kinds(item).Count);
        var values = new ArrayList();
        for (int i = 0; i < count; i++)
        {
            object? value = Make(item);
            if (value is null)
            {
                break;
            }

            values.Add(value);
        }

        Array array = values.ToArray(item);
        return type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>) ? Activator.CreateInstance(type, array) : array;
    }

    private object? Object(Type type)
    {
        // Shapes need more points than a list of two.
        if (type == typeof(Sim.Geometry.Polygon))
        {
            return new Sim.Geometry.Polygon([new(_count, 0.1), new(_count + 1, 0.2), new(_count, 1.3)]);
        }

        var constructor = Constructor(type);
        var parameters = constructor?.GetParameters() ?? [];
        object?[] arguments = [.. parameters.Select(p => Make(p.ParameterType))];
        if (arguments.Contains(null))
        {
            return null;
        }

        object made = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke(arguments);
        foreach (var member in Members(type))
        {
            if (member.SetMethod is not { IsPublic: true } || parameters.Any(p => string.Equals(p.Name, member.Name, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (Make(member.PropertyType) is { } value)
            {
                member.SetValue(made, value);
            }
            else if (member.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null)
            {
                return null;
            }
        }

        // Only a measurement with a value has one.
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Measured<>) && !(bool)type.GetProperty(nameof(Measured<>.HasValue))!.GetValue(made)!)
        {
            type.GetProperty(nameof(Measured<>.Value))!.SetValue(made, null);
        }

        return made;
    }

    private static ConstructorInfo? Constructor(Type type) => type.GetConstructors()
        .Where(c => c.GetParameters() is not [{ } only] || only.ParameterType != type)
        .OrderByDescending(c => c.GetCustomAttribute<JsonConstructorAttribute>() is not null)
        .ThenByDescending(c => c.GetParameters().Length)
        .FirstOrDefault();
}
