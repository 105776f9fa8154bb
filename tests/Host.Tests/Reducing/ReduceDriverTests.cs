using System.Text.Json;
using Sim.Host;
using Sim.Tests.Drivers;
using Sim.Tests.Fakes;

namespace Sim.Tests.Reducing;

/// <summary>`sim minimise` and `sim boundary` with drivers that do not come back, and with one in a process of its own.</summary>
public sealed class ReduceDriverTests
{
    [Fact]
    public void A_simulation_that_takes_too_long_is_ended_and_is_another_failure()
    {
        using var world = new FakeWorld();
        string suite = world.Suite("cases: [ { name: n, from: { fake: 3 } } ]\nexpect: [ { all: end_speed >= 4.6 m/s } ]");
        world.Driver.Extra = static (scenario, _) => scenario == "fake 1" ? -3 : 5;
        Assert.Equal(1, world.Sim("run", suite, "--out", "r"));
        string id = Directory.GetDirectories(world.At("r", "cases")).Select(f => Path.GetFileName(f)!).Single(f => f.StartsWith("n-n1-", StringComparison.Ordinal));

        world.Driver.OnDecide = static (_, _, token) => token.WaitHandle.WaitOne();
        foreach (string verb in (string[])["minimise", "boundary"])
        {
            Assert.Equal(1, world.Sim(verb, id, "--run", "r", "--timeout", "50 ms"));
            Assert.Contains("not reproducible: run 1 of 2 fails otherwise", world.Error, StringComparison.Ordinal);
        }

        Assert.Equal(2, world.Sim("minimise", id, "--run", "r", "--timeout", "5 m"));
        Assert.Contains("--timeout: found '5 m'", world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_over_grpc_is_minimised_and_bounded_with_its_suite()
    {
        using var world = new DriverWorld();
        string suite = world.Suite(options: "in: fake 1, mode: crash");
        world.Exits(3, "run", suite, "--out", "r");
        string id = world.CaseId("r", "n1");

        world.Exits(0, "minimise", id, "--run", "r", "--out", "smallest.yaml", "--json", "--jobs", "1", "--timeout", "60 s");
        using (var report = JsonDocument.Parse(world.World.Out))
        {
            Assert.Equal("minimal", report.RootElement.GetProperty("outcome").GetString());
            Assert.Equal("actor 'other' (car)", Assert.Single(report.RootElement.GetProperty("elements").EnumerateArray()).GetProperty("name").GetString());
        }

        world.Exits(0, "boundary", id, "--run", "r", "--suite", suite, "--json", "--jobs", "1");
        using (var report = JsonDocument.Parse(world.World.Out))
        {
            var number = Assert.Single(report.RootElement.GetProperty("numbers").EnumerateArray());
            Assert.Equal(("n", "1"), (number.GetProperty("name").GetString(), number.GetProperty("fails_at").GetRawText().Trim('"')));
        }

        Assert.Empty(world.Processes());
    }
}
