using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Leaves a handler on an event of the host's, which keeps its code alive for ever.</summary>
public sealed class NeverUnloadsPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        registry.Add<IGuard>(new IdleGuard());
    }

    private static void OnExit(object? sender, EventArgs e)
    {
    }

    private sealed class IdleGuard : IGuard
    {
        public string Name => "never-unloads";

        public string Description => "stays in memory";

        public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => new(GuardOutcome.Pass, 0, "");
    }
}
