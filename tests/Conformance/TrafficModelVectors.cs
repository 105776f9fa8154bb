using System.Globalization;
using System.Text.Json;
using Sim.Simulation.Models;

namespace Sim.Tests;

/// <summary>Checks recordings of highway-env's IDM, MOBIL, bicycle and closed loop against ours.</summary>
internal static class TrafficModelVectors
{
    /// <summary>The sections of the recordings that are checked.</summary>
    public static readonly string[] Sections = ["idm", "mobil", "kinematic_bicycle", "rollouts"];

    private const double SpeedLimit = 30.0;

    /// <summary>The cases of a section; none when the recordings lack it.</summary>
    public static IEnumerable<JsonElement> Cases(JsonElement root, string section) =>
        root.TryGetProperty(section, out var cases) && cases.ValueKind == JsonValueKind.Array ? cases.EnumerateArray() : [];

    public static void IdmCases(JsonElement root, VectorReport report)
    {
        int index = -1;
        foreach (var item in Cases(root, "idm"))
        {
            index++;
            report.Case();
            double v = VectorReport.Number(item, "v"), distance = VectorReport.Number(item, "center_distance");
            double desired = Math.Clamp(VectorReport.Number(item, "target_speed"), 0.0, VectorReport.Number(item, "speed_limit"));
            double closing = v - VectorReport.Number(item, "v_lead");
            var idm = Idm.HighwayEnv(VectorReport.Number(item, "delta"));
            report.Near($"idm {index} a_with_lead", VectorReport.Number(item, "a_with_lead"), idm.Accel(v, desired, distance, closing), 1e-9, 1e-9);
            report.Near($"idm {index} a_free", VectorReport.Number(item, "a_free"), idm.FreeAccel(v, desired), 1e-9, 1e-9);
            report.Near($"idm {index} desired_gap", VectorReport.Number(item, "desired_gap"), idm.DesiredGap(v, closing), 1e-9, 1e-9);
        }
    }

    public static void MobilCases(JsonElement root, VectorReport report)
    {
        int index = -1;
        foreach (var item in Cases(root, "mobil"))
        {
            index++;
            report.Case();
            var road = new HighwayRoad(3, 4.0, SpeedLimit) { Mobil = new MobilParameters { Politeness = VectorReport.Number(item, "politeness") } };
            var ego = Add(road, item.GetProperty("ego"), 0.0);
            foreach (var other in item.GetProperty("others").EnumerateArray())
                Add(road, other, 0.0);
            foreach (var expected in item.GetProperty("mobil").EnumerateObject())
                report.Same($"mobil {index} lane {expected.Name}", expected.Value.GetBoolean(), road.RecommendsLane(ego, Lane(expected.Name)));
            foreach (var expected in item.GetProperty("front_rear_x").EnumerateObject())
            {
                var (front, rear) = road.Neighbours(ego, Lane(expected.Name));
                report.Same($"mobil {index} front on {expected.Name}", Position(expected.Value[0]), front?.State.X);
                report.Same($"mobil {index} rear on {expected.Name}", Position(expected.Value[1]), rear?.State.X);
            }
        }
    }

    public static void BicycleCases(JsonElement root, VectorReport report)
    {
        int index = -1;
        foreach (var item in Cases(root, "kinematic_bicycle"))
        {
            index++;
            report.Case();
            double[] x0 = VectorReport.Numbers(item.GetProperty("x0"));
            var action = item.GetProperty("action");
            var controls = new Controls(VectorReport.Number(action, "acceleration"), VectorReport.Number(action, "steering"));
            double length = VectorReport.Number(item, "length"), dt = VectorReport.Number(item, "dt");
            var state = new RearAxleState(x0[0], x0[1], x0[2], x0[3]);
            int step = 0;
            foreach (var expected in item.GetProperty("states").EnumerateArray())
            {
                state = HighwayBicycle.Step(in state, controls, length, dt);
                step++;
                Compare($"bicycle {index} step {step}", VectorReport.Numbers(expected), in state, 1e-9, report);
            }
        }
    }

    public static void Rollouts(JsonElement root, VectorReport report)
    {
        int index = -1;
        foreach (var item in Cases(root, "rollouts"))
        {
            index++;
            report.Case();
            var road = new HighwayRoad(item.GetProperty("lanes").GetInt32(), VectorReport.Number(item, "lane_width"), VectorReport.Number(item, "speed_limit"));
            foreach (var start in item.GetProperty("initial").EnumerateArray())
                Add(road, start, VectorReport.Number(start, "timer"));
            double dt = VectorReport.Number(item, "dt");
            int every = item.GetProperty("every_steps").GetInt32();
            int second = 0;
            foreach (var expected in item.GetProperty("states").EnumerateArray())
            {
                for (int k = 0; k < every; k++)
                    road.Step(dt);
                second++;
                for (int i = 0; i < road.Vehicles.Count; i++)
                {
                    var v = road.Vehicles[i];
                    string where = $"rollout {index} snapshot {second} vehicle {i}";
                    var values = expected[i];
                    double[] numbers = [values[0].GetDouble(), values[1].GetDouble(), values[2].GetDouble(), values[3].GetDouble()];
                    Compare(where, numbers, in v.State, 1e-6, report);
                    report.Same(where + " lane", values[4].GetInt32(), v.Lane);
                    report.Same(where + " target lane", values[5].GetInt32(), v.TargetLane);
                    report.Same(where + " crashed", values[6].GetBoolean(), v.Crashed);
                }
            }
        }
    }

    private static HighwayVehicle Add(HighwayRoad road, JsonElement start, double timer) => road.Add(
        start.GetProperty("lane").GetInt32(), VectorReport.Number(start, "x"), VectorReport.Number(start, "v"), VectorReport.Number(start, "ts"), timer);

    private static void Compare(string where, double[] expected, in RearAxleState found, double tolerance, VectorReport report)
    {
        report.Near(where + " x", expected[0], found.X, tolerance, tolerance);
        report.Near(where + " y", expected[1], found.Y, tolerance, tolerance);
        report.Near(where + " heading", expected[2], found.HeadingRad, tolerance, tolerance);
        report.Near(where + " speed", expected[3], found.SpeedMps, tolerance, tolerance);
    }

    private static int Lane(string name) => int.Parse(name, CultureInfo.InvariantCulture);

    private static double? Position(JsonElement element) => element.ValueKind == JsonValueKind.Null ? null : element.GetDouble();
}
