using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim;

public sealed partial class SimJson
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Strict = [];

    /// <summary>
    /// Reads hostile JSON: null in place of the whole or of an item of a list is refused too, which the serialiser alone lets pass. A member that a type
    /// does not require may be left out and has its default. Thread-safe.
    /// </summary>
    /// <param name="utf8">UTF-8 text, without a byte order mark.</param>
    /// <param name="form">The byte form, of this context or of another with the same rules.</param>
    /// <exception cref="JsonException">Not such JSON, with line and path where they are known.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> form)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(form);
        RefuseNullItems(utf8);
        try
        {
            var strict = Strict.GetValue(form.Options, static options => new JsonSerializerOptions(options) { TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(KeepDefaults) });
            return JsonSerializer.Deserialize(utf8, (JsonTypeInfo<T>)strict.GetTypeInfo(typeof(T))) ?? throw new JsonException("found null where an object is expected");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            // A constructor that refuses its arguments, or a kind that does not exist.
            throw new JsonException(e.Message, e);
        }
    }

    // The generated code passes init-only members as constructor arguments, so it gives an absent one null or zero, never its initialiser. Made by its
    // parameterless constructor and filled member by member, an object keeps what the type says.
    private static void KeepDefaults(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        bool made = !type.Type.IsAbstract && type.Type.GetConstructor(Type.EmptyTypes) is not null;
        if (made && type.CreateObject is null)
        {
            type.CreateObject = () => Activator.CreateInstance(type.Type)!;
        }

        foreach (var member in type.Properties)
        {
            if (made && member.AttributeProvider is PropertyInfo { SetMethod: { } set } property && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            {
                member.Set = SetterOf(property, set);
                member.IsSetNullable = member.IsGetNullable;
            }

            member.IsRequired |= !made && !member.IsGetNullable && !HasDefault(type.Type, member);
        }
    }

    // Reflection costs as much as reading the text.
    private static Action<object, object?> SetterOf(PropertyInfo property, MethodInfo set) => property.DeclaringType!.IsValueType
        ? (target, value) => property.SetValue(target, value, BindingFlags.DoNotWrapExceptions, null, null, null)
        : (Action<object, object?>)typeof(SimJson).GetMethod(nameof(TypedSetter), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(property.DeclaringType, property.PropertyType).Invoke(null, [set])!;

    private static Action<object, object?> TypedSetter<TTarget, TValue>(MethodInfo set)
        where TTarget : class
    {
        var typed = set.CreateDelegate<Action<TTarget, TValue>>();
        return (target, value) => typed((TTarget)target, value is null ? default! : (TValue)value);
    }

    // The generated code makes a struct without its constructor: there only a default value that is all zeros is kept.
    private static bool HasDefault(Type type, JsonPropertyInfo member)
    {
        if (!type.IsValueType)
        {
            return member.AssociatedParameter is not { HasDefaultValue: false };
        }

        string? name = (member.AttributeProvider as PropertyInfo)?.Name;
        var parameter = type.GetConstructors().SelectMany(c => c.GetParameters()).FirstOrDefault(p => p.Name == name);
        return member.Set is null || (parameter is { HasDefaultValue: true } && Equals(parameter.DefaultValue, Activator.CreateInstance(parameter.ParameterType)));
    }

    // False when every null comes straight after a colon, as it does in what this program writes.
    private static bool MayHoldNullItems(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8;
        for (int at = rest.IndexOf("null"u8); at >= 0; at = rest.IndexOf("null"u8))
        {
            if (at == 0 || rest[at - 1] != (byte)':')
            {
                return true;
            }

            rest = rest[(at + 3)..];
        }

        return false;
    }

    private static void RefuseNullItems(ReadOnlySpan<byte> utf8)
    {
        if (!MayHoldNullItems(utf8))
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8);
        bool named = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Null && !named && reader.CurrentDepth > 0)
            {
                throw new JsonException("found null as an item of a list", null, utf8[..(int)reader.TokenStartIndex].Count((byte)'\n'), reader.TokenStartIndex);
            }

            named = reader.TokenType == JsonTokenType.PropertyName;
        }
    }
}
