using System.Text.Json;
using Sim.Host.Store;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>A case whose simulator was lost is tried again with the same seeds; one that failed is not.</summary>
public sealed class LostSimulatorTests : IDisposable
{
    private readonly FakeWorld _world = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    public void A_case_is_tried_three_times_at_most_and_its_result_is_the_same(int losses, int attempts)
    {
        Assert.Equal(0, _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]"), "--out", "plain"));
        var flaky = Add(losses, isLost: true);

        Assert.Equal(0, Run("flaky"));

        Assert.Equal(attempts, flaky.Opened);
        Assert.Single(flaky.Seeds.Distinct());
        Assert.Equal(_world.Bytes("plain", "cases", Case("plain"), "recording.mcap"), _world.Bytes("flaky", "cases", Case("flaky"), "recording.mcap"));
        var timing = TimingJson.Read(_world.At("flaky", "timing.json"));
        Assert.Equal(attempts > 1 ? attempts : 0, timing.Attempts.GetValueOrDefault(Case("flaky")));
    }

    [Fact]
    public void Three_losses_are_an_error_that_says_so()
    {
        var flaky = Add(9, isLost: true);

        Assert.Equal(3, Run("lost"));

        Assert.Equal(3, flaky.Opened);
        var result = Result("lost");
        Assert.Equal(CaseStatus.Error, result.Status);
        Assert.EndsWith("its process was killed by signal 9 (in each of 3 attempts)", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulator_that_failed_is_not_asked_again()
    {
        var flaky = Add(9, isLost: false);

        Assert.Equal(3, Run("failed"));

        Assert.Equal((1, CaseStatus.Error), (flaky.Opened, Result("failed").Status));
    }

    public void Dispose() => _world.Dispose();

    private FlakySimulator Add(int losses, bool isLost)
    {
        var flaky = new FlakySimulator(losses, isLost);
        _world.Catalog.Add<ISimulator>(flaky);
        return flaky;
    }

    private int Run(string folder)
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 1 } } ]");
        File.WriteAllText(_world.At(suite), File.ReadAllText(_world.At(suite)).Replace("simulator: fake", "simulator: flaky", StringComparison.Ordinal));
        return _world.Sim("run", suite, "--out", folder);
    }

    private string Case(string folder) => Path.GetFileName(Directory.GetDirectories(_world.At(folder, "cases")).Single());

    private CaseResult Result(string folder) => JsonSerializer.Deserialize(_world.Bytes(folder, "cases", Case(folder), "assessment.json"), SimJson.Default.CaseResult)!;

    // The fake simulator behind a connection that is lost in the second step of the first sessions.
    private sealed class FlakySimulator(int losses, bool isLost) : ISimulator, IRemoteModule
    {
        private readonly FakeSimulator _inner = new();

        public string Name => "flaky";

        public string Description => "Is lost now and then.";

        public SimulatorInfo Info => _inner.Info;

        public int Opened { get; private set; }

        public List<ulong> Seeds { get; } = [];

        public string Shown(Setting options) => Name;

        public string Greet(Setting options, FileRoots files, CancellationToken cancellationToken) => "flaky 1";

        public void Release()
        {
        }

        public ISimulatorSession Open(SimulatorUse use, CancellationToken cancellationToken) => new Session(this, _inner.Open(use, cancellationToken), Opened++ < losses, isLost);

        private sealed class Session(FlakySimulator owner, ISimulatorSession inner, bool fails, bool isLost) : ISimulatorSession
        {
            private int _steps;

            public DriverTask Task => inner.Task;

            public bool IsOver => inner.IsOver;

            public void Load(Scenario scenario, ulong seed, CancellationToken cancellationToken)
            {
                owner.Seeds.Add(seed);
                inner.Load(scenario, seed, cancellationToken);
            }

            public void Reset() => inner.Reset();

            public Observation Observe() => inner.Observe();

            public void Step(DriverAnswer? answer, CancellationToken cancellationToken)
            {
                if (fails && ++_steps == 2)
                {
                    throw new ModuleFailedException("its process was killed by signal 9") { IsLost = isLost };
                }

                inner.Step(answer, cancellationToken);
            }

            public Recording Finish(RecordingEnd? end = null) => inner.Finish(end);

            public void Dispose() => inner.Dispose();
        }
    }
}
