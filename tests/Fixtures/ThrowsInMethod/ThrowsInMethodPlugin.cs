using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>Registers one module, then fails: nothing of it may stay.</summary>
public sealed class ThrowsInMethodPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add<IGuard>(new ThrowingGuard());
        throw new ArithmeticException("the second module could not be made");
    }

    private sealed class ThrowingGuard : IGuard
    {
        public string Name => "half-registered";

        public string Description => "must not stay behind";

        public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => throw new ArithmeticException("no");
    }
}
