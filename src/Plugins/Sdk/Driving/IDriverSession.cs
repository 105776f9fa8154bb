namespace Sim.Plugins.Sdk;

/// <summary>A driver in one case. Not thread-safe.</summary>
public interface IDriverSession : IDisposable
{
    /// <summary>Answers an observation.</summary>
    /// <param name="observation">The world now; valid during the call only.</param>
    /// <param name="cancellationToken">Cancelled when the answer is no longer wanted.</param>
    DriverAnswer Decide(Observation observation, CancellationToken cancellationToken);
}
