namespace Sim.Plugins.Sdk;

/// <summary>Watches what perception believes. Fails closed: when it cannot decide, it blocks. Thread-safe.</summary>
public interface IGuard : IModule
{
    /// <summary>Judges one input.</summary>
    GuardDecision Check(GuardInput input, CancellationToken cancellationToken);
}
