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
    public void Some_case_of_an_implemented_model_is_there_and_others_are_listed()
    {
        using var derivatives = GoldenData.GoldenJson("vehicle-models", "derivatives.json");
        using var rollouts = GoldenData.GoldenJson("vehicle-models", "rollouts.json");
        var cases = VehicleModelVectors.Census(derivatives.RootElement.GetProperty("cases"));
        var runs = VehicleModelVectors.Census(rollouts.RootElement.GetProperty("rollouts"));
        output.WriteLine($"derivatives: {Text(cases)}; rollouts: {Text(runs)}");
        Assert.Contains(cases.Keys.Concat(runs.Keys), VehicleModelVectors.Implemented.Contains);
        var (otherCases, otherRuns) = (cases.Where(c => !VehicleModelVectors.Implemented.Contains(c.Key)), runs.Where(c => !VehicleModelVectors.Implemented.Contains(c.Key)));
        if (otherCases.Concat(otherRuns).Any())
        {
            Assert.Skip($"not implemented: derivatives of {Text(otherCases)}; rollouts of {Text(otherRuns)}");
        }

        static string Text(IEnumerable<KeyValuePair<string, int>> counts)
        {
            string text = string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));
            return text.Length > 0 ? text : "none";
        }
    }
}
