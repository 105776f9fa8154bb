using System.Reflection;
using System.Text;
using System.Text.Json;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Contracts;

public sealed class ContractByteFormTests
{
    /// <summary>What a contract may take or give without a byte form: services that stay on one side, and calls back into the host.</summary>
    private static readonly Type[] Services =
    [
        typeof(CancellationToken), typeof(AssessPeers), typeof(Stream), typeof(IRunFiles), typeof(ICommandConsole), typeof(IModuleRegistry),
        typeof(ISimulatorSession), typeof(IDriverSession), typeof(IReportWriter),
    ];

    private static readonly Type[] Contracts = [.. typeof(IModule).Assembly.GetExportedTypes()
        .Where(t => t.IsInterface && (typeof(IModule).IsAssignableFrom(t) || t == typeof(ISimulatorSession) || t == typeof(IDriverSession)))];

    public static TheoryData<string> TypesOfContracts => [.. Contracts.SelectMany(Exchanged).Concat(Registered()).Distinct().Select(t => t.ToString()).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_contract_of_the_design_is_looked_at() => Assert.Superset(
        new HashSet<Type>
        {
            typeof(IScenarioGenerator), typeof(ISimulator), typeof(ISimulatorSession), typeof(IDriver), typeof(IDriverSession), typeof(ISensor), typeof(IGuard),
            typeof(IAssessor), typeof(IReportWriter), typeof(IFormat), typeof(ICommand), typeof(IEvaluation), typeof(ISelfTest),
        },
        Contracts.ToHashSet());

    [Theory]
    [MemberData(nameof(TypesOfContracts))]
    public void Every_argument_and_result_comes_back_from_its_bytes_unchanged(string name)
    {
        var type = Contracts.SelectMany(Exchanged).Concat(Registered()).First(t => t.ToString() == name);
        var form = ContractJson.Default.GetTypeInfo(type);
        Assert.True(form is not null, $"{name} is exchanged by a contract but has no byte form; add [JsonSerializable(typeof({type.Name}))] to ContractJson");

        object sample = new SampleFiller().Make(type)!;
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(sample, form);
        object? back = JsonSerializer.Deserialize(bytes, form);

        Assert.Null(DeepDifference.Between(sample, back, type, type.Name));
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(back, form)));
    }

    [Theory]
    [MemberData(nameof(TypesOfContracts))]
    public void The_defaults_of_every_argument_and_result_come_back_too(string name)
    {
        var type = Contracts.SelectMany(Exchanged).Concat(Registered()).First(t => t.ToString() == name);
        var form = ContractJson.Default.GetTypeInfo(type)!;
        if (type.IsInterface || type.GetConstructor([]) is null)
        {
            return;
        }

        object sample = Activator.CreateInstance(type)!;
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(sample, form);
        if (SampleFiller.Members(type).Any(m => m.GetValue(sample) is null && m.CustomAttributes.Any(a => a.AttributeType.Name == "RequiredMemberAttribute")))
        {
            // A required member that is missing must be refused, not filled in.
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(bytes, form));
            return;
        }

        Assert.Null(DeepDifference.Between(sample, JsonSerializer.Deserialize(bytes, form), type, type.Name));
    }

    [Fact]
    public void The_filler_reaches_every_kind_of_every_closed_set()
    {
        var scenario = (Scenario)new SampleFiller().Make(typeof(Scenario))!;
        Assert.Equal(SampleFiller.Kinds(typeof(Behaviour)).ToHashSet(), scenario.Actors.Select(a => a.Behaviour.GetType()).ToHashSet());
    }

    [Fact]
    public void The_comparison_sees_a_lost_member()
    {
        var sample = (AssessRequest)new SampleFiller().Make(typeof(AssessRequest))!;
        var changed = sample with { Recording = sample.Recording with { Provenance = sample.Recording.Provenance with { Licence = "" } } };
        Assert.StartsWith("r.Recording.Provenance.Licence: ", DeepDifference.Between(sample, changed, typeof(AssessRequest), "r"), StringComparison.Ordinal);
    }

    private static IEnumerable<Type> Exchanged(Type contract) => contract.GetMethods()
        .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
        .Where(t => t != typeof(void) && !Services.Contains(t) && !IsText(t))
        .Select(t => Nullable.GetUnderlyingType(t) ?? t);

    // Words, numbers and bytes travel as they are.
    private static bool IsText(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsPrimitive || inner == typeof(string) || inner == typeof(ReadOnlyMemory<byte>) || inner == typeof(IReadOnlyList<string>);
    }

    private static IEnumerable<Type> Registered() => typeof(ContractJson).GetCustomAttributesData()
        .Where(a => a.AttributeType == typeof(System.Text.Json.Serialization.JsonSerializableAttribute))
        .Select(a => (Type)a.ConstructorArguments[0].Value!);
}
