using System.Text.Json;
using Sim.Numerics;
using Sim.Simulation.Models;

namespace Sim.Tests;

/// <summary>Checks recorded derivatives, rollouts and parameters of CommonRoad's vehicle models against ours.</summary>
internal static class VehicleModelVectors
{
    /// <summary>The models that are checked.</summary>
    public static readonly string[] Implemented = ["KS", "ST"];

    /// <summary>Checks every derivative of one model.</summary>
    public static void Derivatives(JsonElement root, string model, VectorReport report)
    {
        int index = -1;
        Span<double> derivative = stackalloc double[Rk4.MaxStateCount];
        foreach (var item in root.GetProperty("cases").EnumerateArray())
        {
            index++;
            if (item.GetProperty("model").GetString() != model)
                continue;
            report.Case();
            double[] x = VectorReport.Numbers(item.GetProperty("x")), u = VectorReport.Numbers(item.GetProperty("u"));
            double[] expected = VectorReport.Numbers(item.GetProperty("f"));
            var parameters = VehicleParameterSet.Get(item.GetProperty("params").GetInt32());
            var input = new ModelInput(u[0], u[1]);
            var found = derivative[..expected.Length];
            if (model == "KS")
                KsModel.Derivative(x, input, parameters, found);
            else
                StModel.Derivative(x, input, parameters, found);
            for (int i = 0; i < expected.Length; i++)
                report.Near($"{model} case {index} {item.GetProperty("mode").GetString()} f[{i}]", expected[i], found[i], 1e-9, 1e-10);
        }
    }

    /// <summary>Checks every rollout of one model.</summary>
    public static void Rollouts(JsonElement root, string model, VectorReport report)
    {
        int index = -1;
        foreach (var item in root.GetProperty("rollouts").EnumerateArray())
        {
            index++;
            if (item.GetProperty("model").GetString() != model)
                continue;
            report.Case();
            var parameters = VehicleParameterSet.Get(item.GetProperty("params").GetInt32());
            double amplitude = VectorReport.Number(item, "steer_rate_amp"), omega = VectorReport.Number(item, "steer_rate_omega");
            double accel = VectorReport.Number(item, "accel"), dt = VectorReport.Number(item, "dt");
            int steps = item.GetProperty("steps").GetInt32(), every = item.GetProperty("every").GetInt32();
            var states = item.GetProperty("states");
            double[] x = VectorReport.Numbers(states[0]);
            int compared = 0;
            for (int k = 0; k <= steps; k++)
            {
                if (k % every == 0)
                {
                    double[] expected = VectorReport.Numbers(states[k / every]);
                    for (int i = 0; i < expected.Length; i++)
                        report.Near($"{model} rollout {index} step {k} x[{i}]", expected[i], x[i], 1e-6, 1e-8);
                    compared++;
                }

                var input = new ModelInput(amplitude * Pinned.Cos(omega * (k * dt)), accel);
                if (model == "KS")
                    Rk4.Step<KsModel>(x, input, parameters, dt);
                else
                    Rk4.Step<StModel>(x, input, parameters, dt);
            }

            report.Same($"{model} rollout {index} snapshots", states.GetArrayLength(), compared);
        }
    }

    /// <summary>Checks the parameter sets that we typed in.</summary>
    public static void Parameters(JsonElement root, VectorReport report)
    {
        foreach (var item in root.EnumerateObject())
        {
            report.Case();
            var p = VehicleParameterSet.Get(int.Parse(item.Name, System.Globalization.CultureInfo.InvariantCulture));
            var v = item.Value;
            var steering = v.GetProperty("steering");
            var longitudinal = v.GetProperty("longitudinal");
            void Equal(string name, JsonElement of, string key, double found) =>
                report.Near($"set {item.Name} {name}", VectorReport.Number(of, key), found, 1e-15, 0);
            Equal("length", v, "l", p.LengthM);
            Equal("width", v, "w", p.WidthM);
            Equal("a", v, "a", p.FrontAxleM);
            Equal("b", v, "b", p.RearAxleM);
            Equal("steer min", steering, "min", p.SteerMinRad);
            Equal("steer max", steering, "max", p.SteerMaxRad);
            Equal("rate min", steering, "v_min", p.SteerRateMinRps);
            Equal("rate max", steering, "v_max", p.SteerRateMaxRps);
            Equal("v min", longitudinal, "v_min", p.MinSpeedMps);
            Equal("v max", longitudinal, "v_max", p.MaxSpeedMps);
            Equal("v switch", longitudinal, "v_switch", p.SwitchSpeedMps);
            Equal("a max", longitudinal, "a_max", p.MaxAccelMps2);
            bool dynamics = v.TryGetProperty("m", out _);
            report.Same($"set {item.Name} dynamics", dynamics, p.HasDynamics);
            if (!dynamics)
                continue;
            var tyre = v.GetProperty("tire");
            Equal("mass", v, "m", p.MassKg);
            Equal("inertia", v, "I_z", p.YawInertiaKgM2);
            Equal("height", v, "h_s", p.SprungHeightM);
            Equal("friction", tyre, "p_dy1", p.TyreFriction);
            report.Near($"set {item.Name} stiffness", -VectorReport.Number(tyre, "p_ky1") / VectorReport.Number(tyre, "p_dy1"), p.TyreStiffness, 1e-15, 0);
        }
    }

    /// <summary>Counts the cases of each model.</summary>
    public static SortedDictionary<string, int> Census(JsonElement list)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            string model = item.GetProperty("model").GetString()!;
            counts[model] = counts.GetValueOrDefault(model) + 1;
        }

        return counts;
    }
}
