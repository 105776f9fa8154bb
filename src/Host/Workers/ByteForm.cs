using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Google.Protobuf;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>The byte form of arguments and results. Stateless.</summary>
internal static class ByteForm
{
    /// <summary>No results.</summary>
    public static IReadOnlyList<byte[]> Nothing { get; } = [];

    /// <summary>To bytes.</summary>
    /// <exception cref="InputException">The value has no byte form: it is nested too deeply, or holds a number that is none.</exception>
    public static byte[] Of<T>(T value)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(value, Form<T>());
        }
        catch (JsonException e)
        {
            throw new InputException($"a value of type {typeof(T).Name} cannot be sent to or from a plugin in a process of its own: {e.Message}", inner: e);
        }
    }

    /// <summary>From bytes.</summary>
    /// <exception cref="InputException">Not this type's bytes.</exception>
    public static T Read<T>(ByteString bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, Form<T>())!;
        }
        catch (JsonException e)
        {
            throw new InputException($"a value of type {typeof(T).Name} was not understood by the other process: {e.Message}", inner: e);
        }
    }

    private static JsonTypeInfo<T> Form<T>() => (JsonTypeInfo<T>)(ContractJson.Default.GetTypeInfo(typeof(T)) ?? WorkerJson.Default.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T)} has no byte form"));
}
