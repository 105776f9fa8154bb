using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A guard in another process.</summary>
internal sealed class IsolatedGuard(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IGuard
{
    /// <inheritdoc/>
    public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => ByteForm.Read<GuardDecision>(Ask(nameof(Check), cancellationToken, ByteForm.Of(input))[0]);

    /// <summary>Answers for a guard.</summary>
    public static Target Answer(IGuard module) => call => call.Method switch
    {
        nameof(Check) => [ByteForm.Of(module.Check(call.Get<GuardInput>(0), call.CancellationToken))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedGuard(Description, other);
}
