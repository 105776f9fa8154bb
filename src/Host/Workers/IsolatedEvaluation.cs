using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A topic of <c>sim evaluate</c> in another process.</summary>
internal sealed class IsolatedEvaluation(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IEvaluation
{
    /// <inheritdoc/>
    public EvaluationTable Evaluate(EvaluationRequest request, CancellationToken cancellationToken) =>
        ByteForm.Read<EvaluationTable>(Ask(nameof(Evaluate), cancellationToken, ByteForm.Of(request))[0]);

    /// <summary>Answers for a topic.</summary>
    public static Target Answer(IEvaluation module) => call => call.Method switch
    {
        nameof(Evaluate) => [ByteForm.Of(module.Evaluate(call.Get<EvaluationRequest>(0), call.CancellationToken))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedEvaluation(Description, other);
}
