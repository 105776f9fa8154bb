using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests;

/// <summary>NAVSIM's plan interpolation, least-squares profiles, tracker and bicycle against every recorded case.</summary>
[Trait("Topic", "epdms")]
public sealed class PseudoSimulationMotion(ITestOutputHelper output)
{
    [Fact]
    public void Proposals_profiles_commands_and_states_equal_the_originals()
    {
        using var json = GoldenData.GoldenJson(EpdmsMotionVectors.Topic, "simulator.json");
        var report = new VectorReport();
        var simulator = new ProposalSimulator(EgoShape.Pacifica);
        var proposal = new Pose2d[Horizon.Samples];
        var states = new EgoState[Horizon.Samples];
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            report.Case();
            string id = item.GetProperty("id").GetString()!;
            var start = EpdmsVectors.State(item.GetProperty("ego_state"));
            if (item.TryGetProperty("poses_2hz_relative", out var plan))
                PlanInterpolation.ToProposal(in start, item.GetProperty("time_us").GetInt64(), EpdmsVectors.Poses(plan), proposal);
            else
                EpdmsVectors.Poses(item.GetProperty("proposal_se2_10hz")).CopyTo(proposal, 0);
            EpdmsMotionVectors.ComparePoses($"{id} proposal", item.GetProperty("proposal_se2"), proposal, 1e-7, report);

            simulator.Simulate(proposal, in start, states);
            EpdmsMotionVectors.CompareNumbers($"{id} speed", VectorReport.Numbers(item.GetProperty("velocity_profile")), simulator.SpeedProfileMps, 1e-6, report);
            EpdmsMotionVectors.CompareNumbers($"{id} curvature", VectorReport.Numbers(item.GetProperty("curvature_profile")), simulator.CurvatureProfilePerM, 1e-6, report);
            var commands = item.GetProperty("commands_accel_steer_rate");
            for (int i = 0; i < Horizon.Steps; i++)
            {
                var command = simulator.Commands[i];
                EpdmsMotionVectors.CompareNumbers($"{id} command {i}", VectorReport.Numbers(commands[i]), [command.AccelMps2, command.SteerRateRps], 1e-6, report);
            }

            EpdmsMotionVectors.CompareStates($"{id} state", item.GetProperty("simulated_states"), states, 1e-6, report);
        }

        report.Conclude(output);
    }
}
