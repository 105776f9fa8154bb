using Sim.Plugins.Sdk;

namespace Sim.Host.Drivers;

/// <summary>A session of a leased driver for callers that know of no leases: the lease ends with the session.</summary>
internal sealed class LeasedSession : IDriverSession
{
    private readonly IDriverLease _lease;
    private readonly IDriverSession _inner;

    private LeasedSession(IDriverLease lease, IDriverSession inner) => (_lease, _inner) = (lease, inner);

    /// <summary>Leases and starts.</summary>
    public static LeasedSession Start(ILeasedDriver driver, DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var lease = driver.Lease(options, task.Files, LeaseContext.None, cancellationToken);
        try
        {
            return new LeasedSession(lease, lease.Driver.Start(task, options, cancellationToken));
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => _inner.Decide(observation, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _inner.Dispose();
        _lease.Dispose();
    }
}
