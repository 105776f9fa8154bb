using System.Reflection;
using System.Text.Json.Serialization;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Tests;

/// <summary>Contexts that write the same types must write them the same way; attributes cannot be shared, so they are compared.</summary>
public sealed class JsonContextTests
{
    [Fact]
    public void The_contexts_of_the_byte_form_have_the_same_options()
    {
        string expected = Options(typeof(SimJson));
        var header = typeof(RecordingMcap).Assembly.GetType("Sim.Formats.Mcap.RecordingHeaderJson", throwOnError: true)!;

        Assert.Contains("PropertyNamingPolicy", expected, StringComparison.Ordinal);
        Assert.Contains(nameof(FiniteDoubleConverter), expected, StringComparison.Ordinal);
        Assert.Equal(expected, Options(typeof(ContractJson)));
        Assert.Equal(expected, Options(header));
    }

    private static string Options(Type context)
    {
        var data = Assert.Single(context.GetCustomAttributesData(), a => a.AttributeType == typeof(JsonSourceGenerationOptionsAttribute));
        Assert.Empty(data.ConstructorArguments);
        return string.Join('\n', data.NamedArguments.Select(a => $"{a.MemberName} = {Text(a.TypedValue)}").Order(StringComparer.Ordinal));
    }

    private static string Text(CustomAttributeTypedArgument value) => value.Value is IReadOnlyCollection<CustomAttributeTypedArgument> items
        ? string.Join(", ", items.Select(Text))
        : $"{value.Value}";
}
