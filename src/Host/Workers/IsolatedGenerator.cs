using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A generator in another process.</summary>
internal sealed class IsolatedGenerator(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IScenarioGenerator
{
    /// <inheritdoc/>
    public IReadOnlyList<CaseKey> Plan(GenerateRequest request, CancellationToken cancellationToken) =>
        ByteForm.Read<IReadOnlyList<CaseKey>>(Ask(nameof(Plan), cancellationToken, ByteForm.Of(request))[0]);

    /// <inheritdoc/>
    public Scenario Generate(GenerateRequest request, CaseKey key, ulong seed, CancellationToken cancellationToken) =>
        ByteForm.Read<Scenario>(Ask(nameof(Generate), cancellationToken, ByteForm.Of(request), ByteForm.Of(key), ByteForm.Of(seed))[0]);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(GenerateRequest request, CancellationToken cancellationToken) =>
        ByteForm.Read<IReadOnlyDictionary<string, string>>(Ask(nameof(Inputs), cancellationToken, ByteForm.Of(request))[0]);

    /// <summary>Answers for a generator.</summary>
    public static Target Answer(IScenarioGenerator module) => call => call.Method switch
    {
        nameof(Plan) => [ByteForm.Of(module.Plan(call.Get<GenerateRequest>(0), call.CancellationToken))],
        nameof(Generate) => [ByteForm.Of(module.Generate(call.Get<GenerateRequest>(0), call.Get<CaseKey>(1), call.Get<ulong>(2), call.CancellationToken))],
        nameof(Inputs) => [ByteForm.Of(module.Inputs(call.Get<GenerateRequest>(0), call.CancellationToken))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedGenerator(Description, other);
}
