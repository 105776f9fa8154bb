namespace Sim.Host.Workers;

/// <summary>Where a module at the other end is reached. Thread-safe.</summary>
internal interface ILeaseSource
{
    /// <summary>Begins to ask.</summary>
    ILease Begin();

    /// <summary>The same, for the calls of one case.</summary>
    ILeaseSource In(WorkerScope scope);
}
