using Sim.Plugins.Sdk;

namespace Sim.Tests.Bridges;

/// <summary>Neither accelerates nor steers: whoever stands stays.</summary>
internal sealed class SteadyDriver : IDriver
{
    public string Name => "steady";

    public string Description => "Goes on as it is.";

    public DriverInfo Info => new(Name, "1", Reproducibility.Bit);

    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session();

    private sealed class Session : IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) => DriverAnswer.FromControls(0, 0);

        public void Dispose()
        {
        }
    }
}
