using Sim.Host.Commands;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_roots_help_says_where_further_verbs_come_from_and_loads_no_plugin()
    {
        int code = CommandLineApp.Run(["--help"], _world.Context() with { Modules = () => throw new InvalidOperationException("plugins were loaded") }, TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        Assert.Contains("verify-determinism", _world.Out, StringComparison.Ordinal);
        Assert.Contains("Plugins may add verbs: sim plugins list", _world.Out, StringComparison.Ordinal);
        Assert.Equal(0, _world.Sim("run", "--help"));
        Assert.DoesNotContain("Plugins may add verbs", _world.Out, StringComparison.Ordinal);
    }
}
