namespace Sim.Tests;

/// <summary>CommonRoad's vehicle models (version 2020a) against every recorded case.</summary>
[Trait("Topic", "vehicle-models")]
public sealed class VehicleModels(ITestOutputHelper output)
{
    [Theory]
    [InlineData("KS")]
    [InlineData("ST")]
    public void Derivatives_equal_the_originals(string model)
    {
        using var json = GoldenData.GoldenJson("vehicle-models", "derivatives.json");
        var report = new VectorReport();
        VehicleModelVectors.Derivatives(json.RootElement, model, report);
        report.Conclude(output);
    }

    [Theory]
    [InlineData("KS")]
    [InlineData("ST")]
    public void Rollouts_equal_the_originals(string model)
    {
        using var json = GoldenData.GoldenJson("vehicle-models", "rollouts.json");
        var report = new VectorReport();
        VehicleModelVectors.Rollouts(json.RootElement, model, report);
        report.Conclude(output);
    }

    [Fact]
    public void Parameter_sets_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson("vehicle-models", "parameters.json");
        var report = new VectorReport();
        VehicleModelVectors.Parameters(json.RootElement, report);
        report.Conclude(output);
    }

    [Fact]
    public void Models_without_an_implementation_are_listed()
    {
        using var derivatives = GoldenData.GoldenJson("vehicle-models", "derivatives.json");
        using var rollouts = GoldenData.GoldenJson("vehicle-models", "rollouts.json");
        var (cases, unknown) = VehicleModelVectors.Census(derivatives.RootElement.GetProperty("cases"));
        var (runs, unknownRuns) = VehicleModelVectors.Census(rollouts.RootElement.GetProperty("rollouts"));
        Assert.Empty(unknown);
        Assert.Empty(unknownRuns);
        if (cases.Length + runs.Length > 0)
            Assert.Skip($"not implemented: derivatives of {(cases.Length > 0 ? cases : "none")}; rollouts of {(runs.Length > 0 ? runs : "none")}");
    }
}
