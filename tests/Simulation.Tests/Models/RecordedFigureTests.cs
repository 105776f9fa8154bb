using System.Text.Json;

namespace Sim.Tests.Models;

/// <summary>The models against the few recorded figures kept in the repository.</summary>
public sealed class RecordedFigureTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("KS")]
    [InlineData("ST")]
    public void Vehicle_models_equal_recorded_derivatives(string model) =>
        Check("vehicle_models.json", (root, report) => VehicleModelVectors.Derivatives(root, model, report));

    [Theory]
    [InlineData("KS")]
    [InlineData("ST")]
    public void Vehicle_models_equal_recorded_rollouts(string model) =>
        Check("vehicle_models.json", (root, report) => VehicleModelVectors.Rollouts(root, model, report));

    [Fact]
    public void Idm_equals_recorded_figures() => Check("traffic_models.json", TrafficModelVectors.IdmCases);

    [Fact]
    public void Mobil_equals_recorded_decisions() => Check("traffic_models.json", TrafficModelVectors.MobilCases);

    [Fact]
    public void The_bicycle_of_highway_env_equals_recorded_figures() => Check("traffic_models.json", TrafficModelVectors.BicycleCases);

    [Fact]
    public void Eight_vehicles_in_closed_loop_equal_a_recorded_run() => Check("traffic_models.json", TrafficModelVectors.Rollouts);

    private void Check(string file, Action<JsonElement, VectorReport> check)
    {
        using var stream = typeof(RecordedFigureTests).Assembly.GetManifestResourceStream(file)!;
        using var json = JsonDocument.Parse(stream);
        var report = new VectorReport();
        check(json.RootElement, report);
        report.Conclude(output);
    }
}
