using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A topic of <c>sim evaluate</c> in another process.</summary>
internal sealed class RemoteEvaluation(ModuleDescription description, ILeaseSource source) : RemoteModule(description, source), IEvaluation
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
    protected override IModule With(ILeaseSource other) => new RemoteEvaluation(Description, other);
}
