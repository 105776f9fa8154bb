using System.Text.Json;
using Sim.Maps;
using Sim.Simulation;
using Sim.Simulation.Drivers;

namespace Sim.Tests.Engine;

public class BatchTests
{
    [Fact]
    public void A_batch_has_the_same_bytes_on_any_number_of_threads()
    {
        var variants = Variants(24);
        string[] one = Bytes(variants, 1);
        Assert.Equal(one, Bytes(variants, 2));
        Assert.Equal(one, Bytes(variants, 5));
        Assert.Equal(24, one.Distinct().Count());
    }

    [Fact]
    public void A_refused_variant_says_why_and_spoils_no_other()
    {
        var variants = Variants(3);
        variants[1] = variants[1] with { EgoId = "nobody" };
        var outcomes = Run(variants, 2);

        Assert.NotNull(outcomes[0].Result);
        Assert.Contains("nobody", outcomes[1].Refusal, StringComparison.Ordinal);
        Assert.NotNull(outcomes[2].Result);
    }

    internal static Scenario[] Variants(int count)
    {
        var map = Worlds.Straight(2000, 2, 15);
        var follow = new FollowLaneBehaviour { Mobil = new MobilParameters() };
        return [.. Enumerable.Range(0, count).Select(i => Worlds.Scene(
            map,
            20,
            Worlds.Ego(speed: 10 + 0.1 * i),
            Worlds.Other("slow", new ConstantVelocityBehaviour(), x: 60, speed: 5),
            Worlds.Other("a", follow, x: -30, speed: 14),
            Worlds.Other("b", follow, x: 20, y: 3.5, speed: 12)) with { Name = $"variant {i}" })];
    }

    private static string[] Bytes(Scenario[] variants, int jobs) =>
        [.. Run(variants, jobs).Select(o => JsonSerializer.Serialize(o.Result! with { Map = RoadMap.Empty }, SimJson.Default.Recording))];

    private static IReadOnlyList<VariantOutcome<Recording>> Run(Scenario[] variants, int jobs) => VariantBatch.Run(
        variants, new IdmDriver(), Setting.Empty, new SimulatorUse(), 7, jobs, (_, r) => r, TestContext.Current.CancellationToken);
}
