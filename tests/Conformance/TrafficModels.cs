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

    [Fact]
    public void Some_case_of_an_implemented_model_is_there_and_others_are_listed()
    {
        using var json = GoldenData.GoldenJson("traffic-models", "highway_env.json");
        var counts = TrafficModelVectors.Sections.Select(s => $"{s} {TrafficModelVectors.Cases(json.RootElement, s).Count()}").ToList();
        output.WriteLine(string.Join(", ", counts));
        Assert.Contains(counts, c => !c.EndsWith(" 0", StringComparison.Ordinal));
        var others = json.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == System.Text.Json.JsonValueKind.Array && !TrafficModelVectors.Sections.Contains(p.Name)).ToList();
        if (others.Count > 0)
        {
            Assert.Skip("not implemented: " + string.Join(", ", others.Select(p => $"{p.Name} {p.Value.GetArrayLength()}")));
        }
    }

    private void Check(Action<System.Text.Json.JsonElement, VectorReport> check)
    {
        using var json = GoldenData.GoldenJson("traffic-models", "highway_env.json");
        var report = new VectorReport();
        check(json.RootElement, report);
        report.Conclude(output);
    }
}
