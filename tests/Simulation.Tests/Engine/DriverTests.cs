using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Sdk;
using Sim.Simulation.Drivers;
using Sim.Simulation.Models;

namespace Sim.Tests.Engine;

public class DriverTests
{
    [Fact]
    public void The_idm_driver_keeps_its_lane_and_speed_on_a_free_road()
    {
        var recording = Worlds.Run(Worlds.Scene(Worlds.Straight(2000, limit: 15), 40, Worlds.Ego(y: 0.5, speed: 10)), new IdmDriver());

        var end = recording.Ego()!.At(400);
        Assert.Equal(15, end.SpeedMps, 1);
        Assert.Equal(0, end.Y, 2);
        Assert.Empty(recording.Events);
    }

    [Theory]
    [InlineData(60, 0.25)]
    [InlineData(60, 3)]
    [InlineData(200, 5)]
    public void The_idm_driver_stays_on_its_lane_through_a_bend_between_straights_of_one_segment(double radius, double step)
    {
        var scene = Worlds.Scene(Worlds.Bend(radius, step), 60, Worlds.Ego(speed: 10));
        var recording = Worlds.Run(scene, new IdmDriver());

        var line = scene.Map.Lanes[0].Centre;
        double bend = line.LengthM - 500;
        double most = 0, after = 0;
        for (int k = 0; k < recording.StepCount; k++)
        {
            var axle = RearAxleState.FromCentre(recording.Ego()!.At(k), Worlds.Car.RearAxleToCentreM);
            var frenet = line.Project(new Vector2d(axle.X, axle.Y));
            most = Math.Max(most, Math.Abs(frenet.D));
            after = frenet.S > 200 + bend + 40 ? Math.Max(after, Math.Abs(frenet.D)) : after;
        }

        Assert.True(recording.Ego()!.At(recording.StepCount - 1).Y > radius + 200);
        Assert.InRange(most, 0.01, 0.1);
        Assert.InRange(after, 0, 0.005);
    }

    [Fact]
    public void The_idm_driver_stops_behind_a_standing_car_with_its_standstill_gap()
    {
        var recording = Worlds.Run(
            Worlds.Scene(Worlds.Straight(2000, limit: 15), 60, Worlds.Ego(speed: 15), Worlds.Other("car", new StationaryBehaviour(), x: 150)), new IdmDriver());

        Assert.Empty(recording.Contacts);
        var end = recording.Ego()!.At(600);
        Assert.InRange(150 - end.X - 4.5, 1.8, 2.6);
    }

    [Fact]
    public void The_idm_driver_brakes_for_a_pedestrian_in_its_corridor()
    {
        var walk = new FollowPathBehaviour { Path = new Polyline([new(80, -6), new(80, 8)]), Speeds = [new SpeedStep(0, 1.4, 0)] };
        var recording = Worlds.Run(
            Worlds.Scene(Worlds.Straight(2000, limit: 12), 20, Worlds.Ego(speed: 12), Worlds.Other("p", walk, x: 80, y: -6, body: new BodyBox(0.5, 0.5))), new IdmDriver());

        Assert.Empty(recording.Contacts);
        Assert.True(Enumerable.Range(0, 200).Min(k => recording.Ego()!.At(k).SpeedMps) < 9);
        Assert.True(recording.Ego()!.At(200).X > 100);
    }

    [Fact]
    public void The_idm_driver_stops_at_red_and_at_the_end_of_the_road()
    {
        var map = Worlds.Straight(300);
        map = map with
        {
            Lanes = [map.Lanes[0] with { SignalIds = ["L"], StopLineId = "S" }],
            StopLines = [new StopLine("S", new(100, -2), new(100, 2), ["L"])],
            Signals = [new MapSignal { Id = "L", Kind = MapSignalKind.Light, Cycle = [new(SignalState.Red, 30_000_000), new(SignalState.Green, 90_000_000)] }],
        };
        var recording = Worlds.Run(Worlds.Scene(map, 80, Worlds.Ego(speed: 10)), new IdmDriver());

        Assert.InRange(recording.Ego()!.At(299).X, 90, 100 - 2.25);
        Assert.InRange(recording.Ego()!.At(800).X, 190, 200 - 2.25);
    }

    [Fact]
    public void The_idm_driver_changes_lanes_to_its_goal_and_the_scenario_ends_there()
    {
        var scene = Worlds.Scene(Worlds.Straight(1000, 2, 15), 60, Worlds.Ego(speed: 12), Worlds.Other("beside", new ConstantVelocityBehaviour(), y: 3.5, speed: 12));
        scene = scene with { Task = new EgoTask { Goals = [new GoalRegion { Areas = [new Polygon([new(400, 2.5), new(420, 2.5), new(420, 4.5), new(400, 4.5)])] }] } };
        var recording = Worlds.Run(scene, new IdmDriver());

        Assert.Equal(RecordingEnd.GoalReached, recording.End);
        Assert.Empty(recording.Contacts);
        Assert.Contains(recording.Events, e => e.Kind == "goal");
        Assert.Equal(3.5, recording.Ego()!.At(recording.StepCount - 1).Y, 1);
    }

    [Fact]
    public void The_idm_driver_goes_straight_on_where_there_is_no_lane()
    {
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 5, Worlds.Ego(heading: 1, speed: 10)), new IdmDriver(), options: Setting.Map(("desired_speed", Setting.Scalar("10 m/s"))));

        var end = recording.Ego()!.At(50);
        Assert.Equal(50 * Math.Cos(1), end.X, 6);
        Assert.Equal(50 * Math.Sin(1), end.Y, 6);
    }

    [Fact]
    public void The_idm_driver_takes_a_bend_within_its_lane_and_its_lateral_acceleration()
    {
        var points = new List<Vector2d>();
        for (int i = -20; i < 0; i++)
        {
            points.Add(new(5 * i, 0));
        }

        for (int i = 0; i <= 90; i++)
        {
            double a = i * Math.PI / 180;
            points.Add(new(30 * Math.Sin(a), 30 - 30 * Math.Cos(a)));
        }

        for (int i = 1; i < 40; i++)
        {
            points.Add(new(30, 30 + 5 * i));
        }

        var centre = new Polyline(points);
        var map = new RoadMap { Name = "bend", Lanes = [new Lane { Id = "b", Centre = centre, Left = centre, Right = centre, SpeedLimitMps = 15 }] };
        var recording = Worlds.Run(Worlds.Scene(map, 20, Worlds.Ego(x: -95, speed: 15)), new IdmDriver());

        for (int k = 10; k < recording.StepCount; k++)
        {
            var s = recording.Ego()!.At(k);
            double axleX = s.X - 1.35 * Math.Cos(s.HeadingRad), axleY = s.Y - 1.35 * Math.Sin(s.HeadingRad);
            Assert.InRange(centre.DistanceTo(new Vector2d(axleX, axleY)), 0, 0.35);
            Assert.InRange(Math.Abs(s.YawRateRps * s.SpeedMps), 0, 3.5);
        }

        Assert.True(recording.Ego()!.At(200).Y > 60);
    }

    [Fact]
    public void A_wrong_option_of_the_idm_driver_is_refused_with_the_nearest_key()
    {
        var error = Assert.Throws<InputException>(() => IdmDriver.Read(Setting.Map(("headwayy", Setting.Scalar("2 s")))));
        Assert.Contains("headway", error.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => IdmDriver.Read(Setting.Map(("headway", Setting.Scalar("-2 s")))));
        Assert.Equal(2, IdmDriver.Read(Setting.Map(("headway", Setting.Scalar("2 s")))).HeadwayS);
    }

    [Theory]
    [InlineData(VehicleModel.KinematicBicycle, 0.15)]
    [InlineData(VehicleModel.Ks, 0.15)]
    [InlineData(VehicleModel.St, 0.4)]
    public void A_plan_is_tracked_within_bounds(VehicleModel model, double boundM)
    {
        // A slalom of 1 m amplitude and 60 m wavelength at 12 m/s, planned for the rear axle.
        var points = new List<Setting>();
        for (int k = 0; k <= 100; k++)
        {
            double x = 1.2 * k, y = 1 - Math.Cos(x * 2 * Math.PI / 60);
            points.Add(Setting.Map(("time", Setting.Scalar(FormattableString.Invariant($"{k / 10.0} s"))), ("x", Setting.Scalar(FormattableString.Invariant($"{x} m"))), ("y", Setting.Scalar(FormattableString.Invariant($"{y} m")))));
        }

        var vehicle = VehicleSpec.Sedan with { Model = model };
        double offset = vehicle.RearAxleToCentreM;
        var scene = Worlds.Scene(RoadMap.Empty, 9, Worlds.Ego(x: offset, speed: 12, vehicle: vehicle));
        var options = Setting.Map(("points", new Setting { Kind = SettingKind.List, Items = points }));
        var recording = Worlds.Run(scene, new TrajectoryDriver(), options: options);

        Assert.Equal(RecordingEnd.Horizon, recording.End);
        for (int k = 0; k <= 90; k++)
        {
            var s = recording.Ego()!.At(k);
            double x = s.X - offset * Math.Cos(s.HeadingRad), y = s.Y - offset * Math.Sin(s.HeadingRad);
            Assert.InRange(Math.Abs(y - (1 - Math.Cos(x * 2 * Math.PI / 60))), 0, boundM);
            Assert.InRange(Math.Abs(x - 1.2 * k), 0, 0.5);
        }
    }

    [Fact]
    public void A_trajectory_file_is_read_below_declared_folders_and_its_errors_name_the_line()
    {
        string folder = Directory.CreateTempSubdirectory("sim-trajectory-").FullName;
        try
        {
            foreach (string name in new[] { "suite", "data" })
            {
                Directory.CreateDirectory(Path.Combine(folder, name));
                File.WriteAllText(Path.Combine(folder, name, "plan.csv"), "time,x,y\n0,0,0\n1,10,0\n2,20,0\n");
            }

            File.WriteAllText(Path.Combine(folder, "suite", "bad.csv"), "time,x,y\n0,0,0\n1,ten,0\n");
            File.WriteAllText(Path.Combine(folder, "outside.csv"), "time,x,y\n0,0,0\n1,10,0\n");
            string data = Path.Combine(folder, "data");
            var files = new FileRoots { BaseFolder = Path.Combine(folder, "suite"), Roots = Ordered.Copy([new KeyValuePair<string, string>("PLANS", data)]) };
            IDriver driver = new RootedDriver(new TrajectoryDriver(), files);
            var scene = Worlds.Scene(RoadMap.Empty, 1.5, Worlds.Ego(x: 1.35, speed: 10));
            Recording Drive(Setting file) => Worlds.Run(scene, driver, options: Setting.Map(("file", file)));
            var below = new Setting { Kind = SettingKind.Scalar, Raw = "${PLANS}/plan.csv", Text = data + "/plan.csv" };

            Assert.Equal(16.35, Drive(Setting.Scalar("plan.csv")).Ego()!.At(15).X, 2);
            Assert.Equal(16.35, Drive(below).Ego()!.At(15).X, 2);
            Assert.Equal(3, Assert.Throws<InputException>(() => Drive(Setting.Scalar("bad.csv"))).Line);
            Assert.Contains("outside of the suite's folder", Assert.Throws<InputException>(() => Drive(Setting.Scalar("../outside.csv"))).Message, StringComparison.Ordinal);
            Assert.Throws<InputException>(() => Worlds.Run(scene, new TrajectoryDriver(), options: Setting.Map(("file", Setting.Scalar("plan.csv")))));
            Assert.Equal("${PLANS}/plan.csv", Assert.Single(driver.Inputs(Setting.Map(("file", below)), files)).Key);
            Assert.Empty(driver.Inputs(Setting.Empty, files));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Latency_delays_the_effect_of_answers_by_whole_steps()
    {
        var vehicle = VehicleSpec.Sedan with { LatencyUs = 250_000 };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 2, Worlds.Ego(speed: 10, vehicle: vehicle)), new StationaryDriver());

        // 250 ms are three steps of 100 ms: the speed holds until step 3 and falls by 0.8 m/s in the next.
        Assert.Equal(10, recording.Ego()!.At(3).SpeedMps);
        Assert.Equal(9.2, recording.Ego()!.At(4).SpeedMps, 9);
    }

    [Fact]
    public void Recorded_answers_reproduce_a_run_to_the_byte()
    {
        var scene = Worlds.Scene(Worlds.Straight(2000, limit: 15), 20, Worlds.Ego(speed: 15), Worlds.Other("car", new StationaryBehaviour(), x: 150));
        var driver = new IdmDriver();
        var recording = Worlds.Run(scene, driver);
        var again = Worlds.Run(scene, new RecordedAnswersDriver(recording.Answers, driver.Info));

        Assert.Equal(
            System.Text.Json.JsonSerializer.Serialize(recording, SimJson.Default.Recording),
            System.Text.Json.JsonSerializer.Serialize(again, SimJson.Default.Recording));
    }

    [Fact]
    public void Debug_output_has_no_effect_and_is_repeated_with_the_answers()
    {
        var scene = Worlds.Scene(Worlds.Straight(2000, limit: 15), 2, Worlds.Ego(speed: 15));
        var plain = Worlds.Run(scene, new ClosedLoopTests.OddDriver(step => DriverAnswer.FromControls(step % 3, 0)));
        var shown = new ClosedLoopTests.OddDriver(step => DriverAnswer.FromControls(step % 3, 0) with { Debug = new() { Signals = [new("step", step)], Texts = [new("t", $"at {step}")] } });
        var recording = Worlds.Run(scene, shown);
        var again = Worlds.Run(scene, new RecordedAnswersDriver(recording.Answers, shown.Info));

        Assert.Equal(19, recording.Answers[19].Answer.Debug!.Signals[0].Value);
        Assert.Equal(Json(recording), Json(again));
        Assert.NotEqual(Json(plain), Json(recording));
        Assert.Equal(Json(plain), Json(recording with { Answers = [.. recording.Answers.Select(a => a with { Answer = a.Answer with { Debug = null } })] }));
    }

    private static string Json(Recording recording) => System.Text.Json.JsonSerializer.Serialize(recording, SimJson.Default.Recording);

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(500_000)]
    public void A_plan_that_begins_later_leads_there_from_the_present(long afterUs)
    {
        var vehicle = VehicleSpec.Sedan with { LatencyUs = 200_000 };
        var recording = Worlds.Run(Worlds.Scene(RoadMap.Empty, 10, Worlds.Ego(speed: 10, vehicle: vehicle)), new AheadDriver(afterUs, vehicle.RearAxleToCentreM));

        for (int k = 0; k <= 100; k++)
        {
            Assert.Equal(k, recording.Ego()!.At(k).X, 6);
            Assert.Equal(10, recording.Ego()!.At(k).SpeedMps, 6);
        }
    }

    /// <summary>Goes on at 10 m/s; its plans begin some time after the observation.</summary>
    private sealed class AheadDriver(long afterUs, double rearAxleToCentreM) : IDriver
    {
        public string Name => "ahead";

        public string Description => "Plans that begin later.";

        public DriverInfo Info => new("ahead", "1", Reproducibility.Bit);

        public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken) => new Session(afterUs, rearAxleToCentreM);

        private sealed class Session(long afterUs, double rearAxleToCentreM) : IDriverSession
        {
            public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
            {
                PlanPoint At(long us) => new(observation.TimeUs + us, observation.Ego.X - rearAxleToCentreM + us * 1e-5, observation.Ego.Y, 0, 10);
                return DriverAnswer.FromPlan([At(afterUs), At(afterUs + 2_000_000)]);
            }

            public void Dispose()
            {
            }
        }
    }
}
