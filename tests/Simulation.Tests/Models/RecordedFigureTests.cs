using System.Text.Json;
using Sim.Simulation;

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

    [Fact]
    public void Vehicles_that_touch_in_the_comparison_road_are_crashed_and_roll_out()
    {
        const double Dt = 1.0 / 15;
        var road = new HighwayRoad(1, 4.0, 30.0);
        var fast = road.Add(0, 100, 25, 25, 0.5);
        var slow = road.Add(0, 106, 1, 1, 0.5);
        road.Step(Dt);
        Assert.True(fast.Crashed && slow.Crashed);
        double before = fast.State.SpeedMps;
        road.Step(Dt);
        Assert.Equal(before * (1 - Dt), fast.State.SpeedMps, 12);
        Assert.Equal(0.0, fast.Action.SteerRad);
        // Along the lane they overlap by more than their width of 2 m (5 - 4.4 + 1.6), so each is pushed aside by half of that.
        Assert.Equal(2.0, Math.Abs(slow.State.Y - fast.State.Y), 12);
    }

    private void Check(string file, Action<JsonElement, VectorReport> check)
    {
        using var stream = typeof(SimulationModules).Assembly.GetManifestResourceStream("selftest/" + file)!;
        using var json = JsonDocument.Parse(stream);
        var report = new VectorReport();
        check(json.RootElement, report);
        report.Conclude(output);
    }
}
