using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A self-test in another process.</summary>
internal sealed class IsolatedSelfTest(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), ISelfTest
{
    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) =>
        ByteForm.Read<IReadOnlyList<SelfCheck>>(Ask(nameof(Run), cancellationToken)[0]);

    /// <summary>Answers for a self-test.</summary>
    public static Target Answer(ISelfTest module) => call => call.Method switch
    {
        nameof(Run) => [ByteForm.Of(module.Run(call.CancellationToken))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedSelfTest(Description, other);
}
