using Sim.Geometry;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

/// <summary>Some of the figures recorded from NAVSIM's simulator on synthetic plans, so that a fresh clone is checked; tests/Conformance reads all of them.</summary>
public sealed class RecordedMotionTests
{
    private static readonly Recorded[] Cases =
    [
        new(
            "reverse",
            1621000895757751,
            new(664083.611279, 3998016.165832, 1.426985, 20, 0, 1.43294, -0.314715, 0.037205, -0.009386, 0.240998, -0.100666),
            [
                new(-0.35, 0, 0),
                new(-0.7, 0, 0),
                new(-1.05, 0, 0),
                new(-1.4, 0, 0),
                new(-1.75, 0, 0),
                new(-2.1, 0, 0),
                new(-2.45, 0, 0),
                new(-2.8, 0, 0),
            ],
            [-0.7, -0.7, -0.7],
            [0, 0, 0],
            new(-18.818181818, -0.155763348),
            new(664085.977948708, 3998035.74996141, 1.388483847, 1.780002822, 0, -3.529446333, 0, -0.018964243, 0.0160325, -0.01092925, 0.032745598),
            new(664086.074788793, 3998036.272054398, 1.385606973, -0.381856455, 0, -0.203030931, 0, -0.019797249, 0, 0.002447619, 0.001301385)),
        new(
            "noise",
            1000400000,
            new(-93.75773, -50.546542, 1.952128, 10, 0, 1.287749, 0.368059, -0.092929, -0.219767, -0.301707, 0.057047),
            [
                new(4.513962, 0.447221, 0.121593),
                new(9.894171, 1.504276, 0.280724),
                new(14.475952, 3.124469, 0.466202),
                new(18.803269, 5.343284, 0.539413),
                new(23.051084, 8.308925, 0.757874),
                new(26.058655, 11.575448, 0.80922),
                new(28.872476, 15.505816, 1.014681),
                new(30.793022, 19.428648, 1.115424),
            ],
            [9.052892311, 9.886190393, 8.727203349],
            [0.026809762, 0.022860575, 0.023336111],
            new(0.043592127, 0.497593265),
            new(-104.430834626, -34.248179541, 2.682059129, 9.770948568, 0, -0.685097711, 0, 0.13954416, -0.144085856, 0.444285672, -0.500147269),
            new(-122.497493806, -29.662902292, 3.015320737, 8.919314056, 0, -0.262507182, 0, 0.050570952, 0.059428663, 0.14614539, 0.168191742)),
        new(
            "hardturn",
            1000600000,
            new(92.343283, -62.737743, -1.109286, 5, 0, -0.223472, 0.189538, 0, 0, 0, 0),
            [
                new(2.242957, -0.388642, -0.343138),
                new(3.887394, -1.250708, -0.622551),
                new(4.956443, -2.208179, -0.838239),
                new(5.574247, -3.009863, -0.990202),
                new(5.874814, -3.515317, -1.078441),
                new(5.951567, -3.662787, -1.103379),
                new(5.951567, -3.662787, -1.103379),
                new(5.951567, -3.662787, -1.103379),
            ],
            [4.49800175, 1.791584908, -2.3237e-05],
            [-0.152562947, -0.151261897, -0.150976227],
            new(-1.737365443, -0.953824091),
            new(93.459385104, -69.467985633, -2.088866027, 1.740113846, 0, -1.649087079, 0, -0.65306666, 0.005648267, -0.430975127, 0.413955046),
            new(92.548811627, -70.589281993, -2.43533673, 0.152788377, 0, -0.172469901, 0, -0.596800305, 0, -0.033607001, 0.037936106)),
        new(
            "still",
            1000100000,
            new(-35.834306, 24.86406, 3.127366, 2.395541, 0, -0.625017, -0.03294, 0.048018, 0.127385, 0.037267, 0.107105),
            [
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
                new(0, 0, 0),
            ],
            [0, 0, 0],
            [0, 0, 0],
            new(-2.177764545, -0.027213458),
            new(-38.129274366, 24.863195767, -3.12757591, 0.257936618, 0, -0.369070763, 0, 0.024592745, -0.003579611, 0.002053949, -0.003280792),
            new(-38.365718897, 24.859675975, -3.125731034, 0.052503863, 0, -0.031971859, 0, 0.024004445, 0, 0.000408083, -0.000248499)),
        new(
            "lanechange",
            1621000033078304,
            new(-29.832635, -21.048514, 3.130001, 0.362662, 0, 1.330345, -0.037554, 0, 0, 0, 0),
            [
                new(0.134526, 0.234456, 0.741747),
                new(0.175627, 0.875, 1.008545),
                new(0.175627, 1.75, 1.07128),
                new(0.175627, 2.625, 1.008545),
                new(0.175627, 3.265544, 0.741747),
                new(0.175627, 3.5, 0),
                new(0.175627, 3.5, 0),
                new(0.175627, 3.5, 0),
            ],
            [0.310498206, 1.376090774, -7.824e-06],
            [0.439985816, -0.124694282, -0.294971722],
            new(0.916689702, 0.305090743),
            new(-31.726835879, -21.320124895, -2.637080152, 0.907923638, 0, -0.713579748, 0, 1.011325402, 0.114939556, 0.469363716, -0.2418613),
            new(-32.32724643, -21.82208396, -2.234750366, 0.103835159, 0, -0.080546885, 0, 0.945902278, 0, 0.046601139, -0.03614938)),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Profiles_commands_and_states_equal_the_originals(string name)
    {
        var recorded = Cases.Single(c => c.Name == name);
        var simulator = new ProposalSimulator(EgoShape.Pacifica);
        var proposal = new Pose2d[Horizon.Samples];
        var states = new EgoState[Horizon.Samples];
        PlanInterpolation.ToProposal(recorded.Start, recorded.TimeUs, recorded.Plan, proposal);
        simulator.Simulate(proposal, recorded.Start, states);
        for (int k = 0; k < 3; k++)
        {
            int sample = k == 0 ? 0 : 20 * k - 1;
            Assert.Equal(recorded.Speeds[k], simulator.SpeedProfileMps[sample], 1e-6);
            Assert.Equal(recorded.Curvatures[k], simulator.CurvatureProfilePerM[sample], 1e-6);
        }

        Assert.Equal(recorded.Command.AccelMps2, simulator.Commands[0].AccelMps2, 1e-6);
        Assert.Equal(recorded.Command.SteerRateRps, simulator.Commands[0].SteerRateRps, 1e-6);
        Near(recorded.Middle, states[20]);
        Near(recorded.End, states[40]);
    }

    private static void Near(EgoState expected, EgoState found)
    {
        double[] e = Columns(expected), f = Columns(found);
        for (int i = 0; i < e.Length; i++)
            Assert.Equal(e[i], f[i], 1e-6);
    }

    private static double[] Columns(EgoState s) =>
        [s.X, s.Y, s.HeadingRad, s.Vx, s.Vy, s.Ax, s.Ay, s.SteerRad, s.SteerRateRps, s.YawRateRps, s.YawAccelRps2];

    private sealed record Recorded(
        string Name,
        long TimeUs,
        EgoState Start,
        Pose2d[] Plan,
        double[] Speeds,
        double[] Curvatures,
        MotionCommand Command,
        EgoState Middle,
        EgoState End);
}
