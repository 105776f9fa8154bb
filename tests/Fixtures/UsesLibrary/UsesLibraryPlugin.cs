using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>A plugin with a private library: its guard's reason tells which copy it got.</summary>
public sealed class UsesLibraryPlugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IModuleRegistry registry) => registry.Add<IGuard>(new LibraryGuard(typeof(UsesLibraryPlugin).Assembly.GetName().Name!));

    private sealed class LibraryGuard(string name) : IGuard
    {
        public string Name => name;

        public string Description => "answers with the version of its library";

        public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => new(GuardOutcome.Pass, 0, Counter.Next());
    }
}
