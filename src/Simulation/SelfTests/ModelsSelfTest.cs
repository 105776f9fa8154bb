using System.Globalization;
using System.Text.Json;
using Sim.Numerics;
using Sim.Plugins.Sdk;
using Sim.Simulation.Models;

namespace Sim.Simulation.SelfTests;

/// <summary>Vehicle and traffic models against figures recorded from their originals. The same figures are checked by the tests of this room.</summary>
internal sealed class ModelsSelfTest : ISelfTest
{
    private const string CommonRoad = "recorded from commonroad-vehicle-models 2020a";
    private const string HighwayEnv = "recorded from highway-env";

    /// <inheritdoc/>
    public string Name => "models";

    /// <inheritdoc/>
    public string Description => "Kinematic and single-track vehicle models, IDM, MOBIL and the bicycle against figures of their originals.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken)
    {
        using var vehicles = Open("vehicle_models.json");
        using var traffic = Open("traffic_models.json");
        return
        [
            .. vehicles.RootElement.GetProperty("cases").EnumerateArray().Select(Derivative),
            .. vehicles.RootElement.GetProperty("rollouts").EnumerateArray().Select(Rollout),
            .. traffic.RootElement.GetProperty("idm").EnumerateArray().Select(FollowingCase),
            .. traffic.RootElement.GetProperty("kinematic_bicycle").EnumerateArray().Select(BicycleCase),
            .. LaneChanges(),
        ];
    }

    private static SelfCheck Derivative(JsonElement item, int index)
    {
        string model = item.GetProperty("model").GetString()!;
        double[] x = Numbers(item.GetProperty("x")), u = Numbers(item.GetProperty("u")), expected = Numbers(item.GetProperty("f")), found = new double[expected.Length];
        var parameters = VehicleParameterSet.Get(item.GetProperty("params").GetInt32());
        var input = new ModelInput(u[0], u[1]);
        if (model == "KS")
        {
            KsModel.Derivative(x, input, parameters, found);
        }
        else
        {
            StModel.Derivative(x, input, parameters, found);
        }

        return SelfCheck.OfNumbers($"{model} derivative {Text(index)}, {item.GetProperty("mode").GetString()}", expected, found, 1e-10, CommonRoad, relative: 1e-9);
    }

    private static SelfCheck Rollout(JsonElement item, int index)
    {
        string model = item.GetProperty("model").GetString()!;
        var parameters = VehicleParameterSet.Get(item.GetProperty("params").GetInt32());
        double amplitude = Number(item, "steer_rate_amp"), omega = Number(item, "steer_rate_omega"), accel = Number(item, "accel"), dt = Number(item, "dt");
        int steps = item.GetProperty("steps").GetInt32(), every = item.GetProperty("every").GetInt32();
        var states = item.GetProperty("states");
        double[] x = Numbers(states[0]);
        List<double> expected = [], found = [];
        for (int k = 0; k <= steps; k++)
        {
            if (k % every == 0)
            {
                expected.AddRange(Numbers(states[k / every]));
                found.AddRange(x);
            }

            var input = new ModelInput(amplitude * Pinned.Cos(omega * (k * dt)), accel);
            if (model == "KS")
            {
                Rk4.Step<KsModel>(x, input, parameters, dt);
            }
            else
            {
                Rk4.Step<StModel>(x, input, parameters, dt);
            }
        }

        return SelfCheck.OfNumbers($"{model} rollout {Text(index)}, {Text(steps)} steps", [.. expected], [.. found], 1e-8, CommonRoad, relative: 1e-6);
    }

    private static SelfCheck FollowingCase(JsonElement item, int index)
    {
        double v = Number(item, "v"), closing = v - Number(item, "v_lead"), desired = Math.Clamp(Number(item, "target_speed"), 0.0, Number(item, "speed_limit"));
        var idm = Idm.HighwayEnv(Number(item, "delta"));
        double[] expected = [Number(item, "a_with_lead"), Number(item, "a_free"), Number(item, "desired_gap")];
        double[] found = [idm.Accel(v, desired, Number(item, "center_distance"), closing), idm.FreeAccel(v, desired), idm.DesiredGap(v, closing)];
        return SelfCheck.OfNumbers($"IDM {Text(index)}", expected, found, 1e-9, HighwayEnv, relative: 1e-9);
    }

    private static SelfCheck BicycleCase(JsonElement item, int index)
    {
        double[] x0 = Numbers(item.GetProperty("x0"));
        var action = item.GetProperty("action");
        var controls = new Controls(Number(action, "acceleration"), Number(action, "steering"));
        double length = Number(item, "length"), dt = Number(item, "dt");
        var state = new RearAxleState(x0[0], x0[1], x0[2], x0[3]);
        List<double> expected = [], found = [];
        foreach (var after in item.GetProperty("states").EnumerateArray())
        {
            state = HighwayBicycle.Step(in state, controls, length, dt);
            expected.AddRange(Numbers(after).AsSpan(0, 4));
            found.AddRange([state.X, state.Y, state.HeadingRad, state.SpeedMps]);
        }

        return SelfCheck.OfNumbers($"bicycle {Text(index)}", [.. expected], [.. found], 1e-9, HighwayEnv, relative: 1e-9);
    }

    private static IEnumerable<SelfCheck> LaneChanges()
    {
        const string Formula = "by hand, Kesting, Treiber, Helbing 2007, eq. 3";

        // The changer gains 1, the new follower loses 0.5, the old one gains 0.2: 1 + 0.3 (-0.5 + 0.2).
        var accelerations = new MobilAccelerations(0.5, 1.5, 0.4, -0.1, 0.1, 0.3);
        yield return SelfCheck.OfNumber("MOBIL gain", 0.91, Mobil.GainMps2(in accelerations, 0.3), 1e-12, Formula);
        yield return SelfCheck.OfText("MOBIL safety at its bound", "True False", $"{Mobil.IsSafe(-2, 2)} {Mobil.IsSafe(-2.0000001, 2)}", Formula, 2);
    }

    private static JsonDocument Open(string name)
    {
        using var stream = typeof(ModelsSelfTest).Assembly.GetManifestResourceStream("selftest/" + name)!;
        return JsonDocument.Parse(stream);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
