using Sim.Geometry;
using Sim.Numerics;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.PseudoSimulation.Motion;
using Sim.Plugins.PseudoSimulation.Scenes;

namespace Sim.Tests.PseudoSimulation;

public sealed class ProposalSimulatorTests
{
    private const double Dt = Horizon.StepSeconds;
    private readonly ProposalSimulator _simulator = new(EgoShape.Pacifica);
    private readonly ProposalSimulator _sane = new(EgoShape.Pacifica, Compatibility.Sane);

    [Fact]
    public void Standing_still_stays()
    {
        var start = new EgoState(3, -2, 0.7, 0);
        var states = Simulate(_simulator, Filled(start.Pose), start);
        foreach (var state in states)
            Assert.Equal(start, state);
        foreach (var command in _simulator.Commands)
            Assert.Equal(0, command.AccelMps2 + command.SteerRateRps, 1e-12);
    }

    [Fact]
    public void A_straight_plan_at_the_present_speed_needs_no_command_and_is_driven_exactly()
    {
        var start = new EgoState(0, 0, 0, 10);
        var proposal = Straight(10);
        var states = Simulate(_simulator, proposal, start);
        for (int i = 0; i < Horizon.Steps; i++)
        {
            Assert.Equal(10, _simulator.SpeedProfileMps[i], 1e-9);
            Assert.Equal(0, _simulator.CurvatureProfilePerM[i], 1e-12);
            Assert.Equal(0, _simulator.Commands[i].AccelMps2, 1e-9);
            Assert.Equal(0, _simulator.Commands[i].SteerRateRps, 1e-9);
            Assert.Equal(proposal[i + 1].X, states[i + 1].X, 1e-9);
        }
    }

    [Fact]
    public void A_circle_that_the_bicycle_already_drives_needs_almost_no_command()
    {
        const double steer = 0.02, v = 8;
        double curvature = Pinned.Tan(steer) / EgoShape.Pacifica.WheelbaseM;
        var start = new EgoState(0, 0, 0, v, SteerRad: steer, YawRateRps: v * curvature);
        var proposal = new Pose2d[Horizon.Samples];
        for (int i = 1; i < proposal.Length; i++)
            proposal[i] = proposal[i - 1].Moved(v * Dt) with { HeadingRad = i * v * curvature * Dt };
        var states = Simulate(_simulator, proposal, start);
        for (int i = 0; i < Horizon.Steps; i++)
        {
            Assert.Equal(curvature, _simulator.CurvatureProfilePerM[i], 1e-9);
            Assert.Equal(0, _simulator.Commands[i].AccelMps2, 1e-9);
            Assert.Equal(0, _simulator.Commands[i].SteerRateRps, 1e-5);
        }

        Assert.Equal(0, states[^1].Pose.Position.DistanceTo(proposal[^1].Position), 1e-2);
    }

    [Fact]
    public void The_first_step_is_as_calculated_by_hand()
    {
        // 10/11 of 2 m/s too slow, a third of it after the actuator's delay; position and speed by Euler.
        var states = Simulate(_simulator, Straight(10), new EgoState(0, 0, 0, 8, Ax: 0.3));
        Assert.Equal(20.0 / 11, _simulator.Commands[0].AccelMps2, 1e-9);
        double accel = 0.3 + (20.0 / 11 - 0.3) / 3;
        Assert.Equal(accel, states[1].Ax, 1e-9);
        Assert.Equal(8 + 0.1 * accel, states[1].Vx, 1e-9);
        Assert.Equal(0.8, states[1].X, 1e-12);
    }

    [Fact]
    public void The_banded_fits_solve_the_normal_equations_of_the_specification()
    {
        var random = new RandomStream(7);
        for (int run = 0; run < 20; run++)
        {
            var (proposal, start) = Random(random, run % 4 == 0 ? 0.3 : 12);
            Simulate(_simulator, proposal, start);
            double[] speeds = DenseSpeeds(proposal, asPublished: true);
            Near(speeds, _simulator.SpeedProfileMps, 1e-9);
            Near(DenseCurvatures(proposal, speeds), _simulator.CurvatureProfilePerM, 1e-7);
            Simulate(_sane, proposal, start);
            Near(DenseSpeeds(proposal, asPublished: false), _sane.SpeedProfileMps, 1e-9);
        }
    }

    [Fact]
    public void Constant_acceleration_is_recovered_by_the_intended_regulariser_and_flattened_by_the_published_one()
    {
        var proposal = new Pose2d[Horizon.Samples];
        for (int i = 1; i < proposal.Length; i++)
            proposal[i] = proposal[i - 1] with { X = proposal[i - 1].X + Dt * (2 + 1.5 * Dt * (i - 1)) };
        var start = new EgoState(0, 0, 0, 2);
        Simulate(_sane, proposal, start);
        Simulate(_simulator, proposal, start);
        for (int i = 0; i < Horizon.Steps; i++)
            Assert.Equal(2 + 1.5 * Dt * i, _sane.SpeedProfileMps[i], 1e-9);
        Assert.True(Math.Abs(_simulator.SpeedProfileMps[0] - 2) > 1e-2);
    }

    [Fact]
    public void Lateral_acceleration_is_that_of_the_turn_only_in_sane_mode()
    {
        var start = new EgoState(0, 0, 0, 8, SteerRad: 0.1);
        var published = Simulate(_simulator, Straight(8), start);
        var sane = Simulate(_sane, Straight(8), start);
        for (int i = 1; i < sane.Length; i++)
        {
            Assert.Equal(0, published[i].Ay);
            Assert.Equal(sane[i].Vx * sane[i].YawRateRps, sane[i].Ay, 1e-12);
        }

        Assert.True(Math.Abs(sane[1].Ay) > 0.1);
    }

    [Fact]
    public void Driving_backwards_is_steered_only_in_sane_mode()
    {
        var proposal = new Pose2d[Horizon.Samples];
        for (int i = 0; i < proposal.Length; i++)
            proposal[i] = new Pose2d(-2.0 * Dt * i, 0.3, 0);
        var start = new EgoState(0, 0, 0, -2);
        Simulate(_simulator, proposal, start);
        Simulate(_sane, proposal, start);
        foreach (var command in _simulator.Commands)
            Assert.Equal(0, command.SteerRateRps);
        Assert.NotEqual(0, _sane.Commands[0].SteerRateRps);
    }

    [Fact]
    public void A_braking_car_rolls_backwards_only_as_published()
    {
        var start = new EgoState(0, 0, 0, 0.3, Ax: -4);
        var published = Simulate(_simulator, Filled(start.Pose), start);
        var sane = Simulate(_sane, Filled(start.Pose), start);
        Assert.True(published.Min(s => s.Vx) < -0.1);
        Assert.True(sane.Min(s => s.Vx) >= 0);
        for (int i = 1; i < sane.Length; i++)
            Assert.Equal(sane[i].Vx - sane[i - 1].Vx, sane[i].Ax * Dt, 1e-12);
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void A_rigid_motion_of_plan_and_start_moves_the_states_and_changes_nothing_else(Compatibility compatibility)
    {
        var random = new RandomStream(11);
        var simulator = new ProposalSimulator(EgoShape.Pacifica, compatibility);
        for (int run = 0; run < 30; run++)
        {
            var (proposal, start) = Random(random, 10);
            var motion = new Pose2d(random.NextUniform(-200, 200), random.NextUniform(-200, 200), random.NextUniform(-3, 3));
            var moved = motion.PoseToWorld(start.Pose);
            var still = Simulate(simulator, proposal, start);
            var found = Simulate(
                simulator,
                Array.ConvertAll(proposal, motion.PoseToWorld),
                start with { X = moved.X, Y = moved.Y, HeadingRad = moved.HeadingRad });
            for (int i = 0; i < still.Length; i++)
            {
                var expected = motion.PoseToWorld(still[i].Pose);
                Assert.Equal(0, expected.Position.DistanceTo(found[i].Pose.Position), 1e-9);
                Assert.Equal(0, Pinned.AngleDifference(expected.HeadingRad, found[i].HeadingRad), 1e-9);
                SameBody(still[i], found[i], 1e-9);
            }
        }
    }

    [Theory]
    [InlineData(Compatibility.Navsim22)]
    [InlineData(Compatibility.Sane)]
    public void A_mirrored_plan_gives_mirrored_states(Compatibility compatibility)
    {
        var random = new RandomStream(13);
        var simulator = new ProposalSimulator(EgoShape.Pacifica, compatibility);
        for (int run = 0; run < 30; run++)
        {
            var (proposal, start) = Random(random, 10);
            var expected = Simulate(simulator, proposal, start);
            var found = Simulate(simulator, Array.ConvertAll(proposal, p => new Pose2d(p.X, -p.Y, -p.HeadingRad)), Mirrored(start));
            for (int i = 0; i < found.Length; i++)
            {
                var state = Mirrored(found[i]);
                Assert.Equal(0, expected[i].Pose.Position.DistanceTo(state.Pose.Position), 1e-12);
                Assert.Equal(0, Pinned.AngleDifference(expected[i].HeadingRad, state.HeadingRad), 1e-12);
                SameBody(expected[i], state, 1e-12);
            }
        }
    }

    [Fact]
    public void Interpolating_and_simulating_allocate_nothing()
    {
        var plan = new Pose2d[Horizon.PlanPoses];
        for (int k = 0; k < plan.Length; k++)
            plan[k] = new Pose2d(5 * (k + 1), 0.1 * k, 0.02 * k);
        var start = new EgoState(0, 0, 0, 9);
        var proposal = new Pose2d[Horizon.Samples];
        var states = new EgoState[Horizon.Samples];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            PlanInterpolation.ToProposal(in start, 1_000_000, plan, proposal);
            _simulator.Simulate(proposal, in start, states);
        }
    }

    [Fact]
    public void What_is_not_finite_or_has_another_length_is_refused()
    {
        var start = new EgoState(0, 0, 0, 9);
        var states = new EgoState[Horizon.Samples];
        Assert.Throws<ArgumentException>(() => _simulator.Simulate(new Pose2d[40], in start, states));
        Assert.Throws<ArgumentException>(() => _simulator.Simulate(Straight(3), in start, new EgoState[40]));
        var broken = Straight(3);
        broken[20] = broken[20] with { X = double.NaN };
        Assert.Throws<ArgumentException>(() => _simulator.Simulate(broken, in start, states));
        Assert.Throws<ArgumentException>(() => new ProposalSimulator(EgoShape.Pacifica with { WheelbaseM = 0 }));
    }

    private static EgoState[] Simulate(ProposalSimulator simulator, Pose2d[] proposal, EgoState start)
    {
        var states = new EgoState[Horizon.Samples];
        simulator.Simulate(proposal, in start, states);
        return states;
    }

    private static Pose2d[] Filled(Pose2d pose)
    {
        var poses = new Pose2d[Horizon.Samples];
        Array.Fill(poses, pose);
        return poses;
    }

    private static Pose2d[] Straight(double speed)
    {
        var poses = new Pose2d[Horizon.Samples];
        for (int i = 0; i < poses.Length; i++)
            poses[i] = new Pose2d(speed * Dt * i, 0, 0);
        return poses;
    }

    private static (Pose2d[] Proposal, EgoState Start) Random(RandomStream random, double speed)
    {
        var poses = new Pose2d[Horizon.Samples];
        double v = speed * random.NextUniform(0.3, 1), accel = random.NextUniform(-1, 1), yawRate = random.NextUniform(-0.2, 0.2);
        for (int i = 1; i < poses.Length; i++)
        {
            poses[i] = poses[i - 1].Moved(v * Dt, random.NextUniform(-0.01, 0.01));
            poses[i] = poses[i] with { HeadingRad = poses[i].HeadingRad + yawRate * Dt + random.NextUniform(-0.01, 0.01) };
            v = Math.Max(0.05, v + accel * Dt);
        }

        return (poses, new EgoState(
            random.NextUniform(-0.3, 0.3),
            random.NextUniform(-0.3, 0.3),
            random.NextUniform(-0.1, 0.1),
            speed * random.NextUniform(0.3, 1),
            Ax: random.NextUniform(-1, 1),
            SteerRad: random.NextUniform(-0.1, 0.1),
            YawRateRps: random.NextUniform(-0.1, 0.1)));
    }

    private static EgoState Mirrored(EgoState s) =>
        new(s.X, -s.Y, -s.HeadingRad, s.Vx, -s.Vy, s.Ax, -s.Ay, -s.SteerRad, -s.SteerRateRps, -s.YawRateRps, -s.YawAccelRps2);

    private static void SameBody(EgoState a, EgoState b, double tolerance)
    {
        Assert.Equal(a.Vx, b.Vx, tolerance);
        Assert.Equal(a.Ax, b.Ax, tolerance);
        Assert.Equal(a.Ay, b.Ay, tolerance);
        Assert.Equal(a.SteerRad, b.SteerRad, tolerance);
        Assert.Equal(a.SteerRateRps, b.SteerRateRps, 100 * tolerance);
        Assert.Equal(a.YawRateRps, b.YawRateRps, tolerance);
        Assert.Equal(a.YawAccelRps2, b.YawAccelRps2, 100 * tolerance);
    }

    private static void Near(double[] expected, ReadOnlySpan<double> found, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }

    // The published formulation: first value and its derivatives are the unknowns.
    private static double[] DenseSpeeds(Pose2d[] proposal, bool asPublished)
    {
        const int n = Horizon.Steps;
        var normal = new double[n * n];
        var right = new double[n];
        for (int j = 0; j < n; j++)
        {
            var (sin, cos) = Pinned.SinCos(proposal[j].HeadingRad);
            for (int axis = 0; axis < 2; axis++)
            {
                double unit = axis == 0 ? cos : sin;
                double displacement = axis == 0 ? proposal[j + 1].X - proposal[j].X : proposal[j + 1].Y - proposal[j].Y;
                AddRow(normal, right, c => c == 0 ? unit * Dt : c <= j ? unit * Dt * Dt : 0, displacement, 1);
            }
        }

        for (int row = 0; row < n - 2; row++)
        {
            bool lost = asPublished && row < n - 3;
            AddRow(normal, right, c => c == row + 1 ? -1 : c == row + 2 && !lost ? 1 : 0, 0, 1e-4);
        }

        return Integrated(normal, right);
    }

    private static double[] DenseCurvatures(Pose2d[] proposal, double[] speeds)
    {
        const int n = Horizon.Steps;
        var normal = new double[n * n];
        var right = new double[n];
        for (int j = 0; j < n; j++)
        {
            double v = speeds[j];
            AddRow(normal, right, c => c == 0 ? v * Dt : c <= j ? v * Dt * Dt : 0, Pinned.AngleDifference(proposal[j + 1].HeadingRad, proposal[j].HeadingRad), 1);
            normal[j * n + j] += j == 0 ? 1e-10 : 1e-2;
        }

        return Integrated(normal, right);
    }

    private static void AddRow(double[] normal, double[] right, Func<int, double> element, double value, double weight)
    {
        int n = right.Length;
        for (int a = 0; a < n; a++)
        {
            right[a] += weight * element(a) * value;
            for (int b = 0; b < n; b++)
                normal[a * n + b] += weight * element(a) * element(b);
        }
    }

    private static double[] Integrated(double[] normal, double[] right)
    {
        Assert.True(Cholesky.TryFactor(normal, right.Length));
        Cholesky.Solve(normal, right.Length, right);
        for (int i = 1; i < right.Length; i++)
            right[i] = right[i - 1] + right[i] * Dt;
        return right;
    }
}
