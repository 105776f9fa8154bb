using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;

namespace Sim.Tests.Rpc;

/// <summary>What a step costs, both ends in this process.</summary>
[Collection(AloneCollection.Name)]
public class StepCostTests
{
    [Fact]
    public async Task A_step_with_fifty_actors_leaves_little_garbage()
    {
        var drawn = new Drawn(2);
        var task = drawn.DriverTask() with { Actors = [.. Enumerable.Range(0, 51).Select(i => new ActorInfo($"a{i}", ActorClass.Car, new BodyBox(4, 2)))], EgoIndex = 0, EgoLog = [], StepUs = 100_000 };
        await using var peer = await Peer.Of(new ScriptedDriver(_ => DriverAnswer.FromControls(0.5, 0.01)));
        using var driver = peer.Connect();
        using var session = driver.Start(task, Setting.Empty, TestContext.Current.CancellationToken);
        var observation = new Observation { Others = Enumerable.Range(1, 50).Select(i => new ObservedActor(i, drawn.State())).ToArray() };
        const int warm = 500;
        const int steps = 5000;
        Steps(0, warm);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        long begin = Stopwatch.GetTimestamp();
        Steps(warm, warm + steps);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)steps;

        TestContext.Current.TestOutputHelper?.WriteLine($"{steps / seconds:F0} steps/s, {bytes:F0} bytes a step on both ends");

        // The server's parser makes an object of each of 51 actors, 120 bytes each, and a frame; both ends keep nothing else that grows with them.
        Assert.True(bytes < 16_000, $"{bytes:F0} bytes a step");

        void Steps(int from, int to)
        {
            for (int step = from; step < to; step++)
            {
                (observation.Step, observation.TimeUs) = (step, 100_000L * step);
                session.Decide(observation, TestContext.Current.CancellationToken);
            }
        }
    }
}
