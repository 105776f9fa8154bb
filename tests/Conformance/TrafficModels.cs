namespace Sim.Tests;

/// <summary>highway-env's traffic models against every recorded case: the models, not the engine's clock.</summary>
[Trait("Topic", "traffic-models")]
public sealed class TrafficModels(ITestOutputHelper output)
{
    [Fact]
    public void Idm_equals_the_original() => Check(TrafficModelVectors.IdmCases);

    [Fact]
    public void Mobil_decisions_and_neighbours_equal_the_original() => Check(TrafficModelVectors.MobilCases);

    [Fact]
    public void Bicycle_equals_the_original() => Check(TrafficModelVectors.BicycleCases);

    [Fact]
    public void Closed_loop_rollouts_equal_the_original() => Check(TrafficModelVectors.Rollouts);

    private void Check(Action<System.Text.Json.JsonElement, VectorReport> check)
    {
        using var json = GoldenData.GoldenJson("traffic-models", "highway_env.json");
        var report = new VectorReport();
        check(json.RootElement, report);
        report.Conclude(output);
    }
}
