using Sim.Geometry;
using Sim.Maps;
using Sim.Plugins.Retrieval.Combining;

namespace Sim.Tests.Retrieval.Combining;

public sealed class CombinerTests
{
    private static readonly CombinerOptions Plain = new() { Unevenness = 0 };

    [Fact]
    public void What_everybody_in_the_library_did_is_what_comes_out()
    {
        // Everybody accelerates by 1 m/s²; so does whoever is continued, after the second that is known of it.
        var library = ProfileLibrary.Build([.. Enumerable.Range(0, 8).Select(i => Roads.Record(Roads.Straight(), 91, ("a", Roads.Along(-100, 0, 4 + i, 1))))], cancellationToken: TestContext.Current.CancellationToken);
        var scene = Roads.Record(Roads.Straight(), 11, ("b", Roads.Along(0, 3.5, 6.5, 1)));
        var made = new Combiner(library, Plain with { KeepsSpeed = 0 }).Continue(scene, 10, 40, TestContext.Current.CancellationToken);
        var truth = Roads.Along(0, 3.5, 6.5, 1)(5);
        Assert.Equal(truth.X, made.States[0][40].X, 1.0);
        Assert.Equal(3.5, made.States[0][40].Y, 3);
        Assert.Equal(truth.SpeedMps, made.States[0][40].SpeedMps, 0.8);
    }

    [Fact]
    public void What_most_did_is_what_comes_out_not_the_mean_with_the_few_who_stopped()
    {
        // Alike until the moment, then eight of ten go on and two brake to a stand: the mean would slow down by 2 m/s each second.
        var library = ProfileLibrary.Build(
            [.. Enumerable.Range(0, 10).Select(i => Roads.Record(Roads.Straight(), 31, ("a", t => t <= 1.05 || i > 1 ? Roads.Along(-100, 0, 10)(t) : Braked(t))))],
            everyS: 10,
            cancellationToken: TestContext.Current.CancellationToken);
        var scene = Roads.Record(Roads.Straight(), 11, ("b", Roads.Along(0, 0, 10)));
        double median = Speed(Plain with { UsualMps2 = 0.8 });
        double mean = Speed(Plain with { UsualMps2 = 1e6 });
        Assert.Equal(10 - 0.2 * 9, mean, 0.5);
        Assert.InRange(median, mean + 0.8, 10.01);

        static ActorState Braked(double t)
        {
            double since = t - 1.0;
            return new ActorState(-90 + 10 * since - 4.5 * since * since, 0, 0, Math.Max(0, 10 - 9 * since));
        }

        double Speed(CombinerOptions options) =>
            new Combiner(library, options with { RenewS = 8, KeepsSpeed = 0 }).Continue(scene, 10, 10, TestContext.Current.CancellationToken).States[0][10].SpeedMps;
    }

    [Fact]
    public void Where_the_library_knows_nothing_alike_the_speed_is_kept()
    {
        // Only a queue that brakes to a stand is known; asked for is a free vehicle far faster than any of it.
        var library = ProfileLibrary.Build(
            [Roads.Record(Roads.Straight(), 61, ("a", Roads.Along(-100, 0, 4, -0.6)), ("b", Roads.Along(-112, 0, 4, -0.6)), ("c", Roads.Along(-124, 0, 4, -0.6)))],
            cancellationToken: TestContext.Current.CancellationToken);
        var scene = Roads.Record(Roads.Straight(), 11, ("d", Roads.Along(-250, 0, 30)));
        Assert.InRange(new Combiner(library, Plain).Continue(scene, 10, 40, TestContext.Current.CancellationToken).States[0][40].SpeedMps, 28, 32);
    }

    [Fact]
    public void Nothing_after_the_present_is_read()
    {
        var library = Mixed();
        var known = Roads.Record(Roads.Straight(), 11, ("a", Roads.Along(0, 0, 10)), ("b", Roads.Along(20, 0, 8, -0.5)));
        var longer = Roads.Record(Roads.Straight(), 60, ("a", t => Roads.Along(0, 0, 10, t > 1.05 ? -3 : 0)(t)), ("b", Roads.Along(20, 0, 8, -0.5)));
        var first = new Combiner(library, Plain).Continue(known, 10, 40, TestContext.Current.CancellationToken);
        var second = new Combiner(library, Plain).Continue(longer, 10, 40, TestContext.Current.CancellationToken);
        Assert.Equal(first.States.SelectMany(s => s), second.States.SelectMany(s => s));
    }

    [Fact]
    public void The_same_twice_gives_the_same_bytes()
    {
        var scene = Roads.Record(Roads.Straight(), 11, ("a", Roads.Along(0, 0, 12)), ("b", Roads.Along(15, 0, 9)), ("c", Roads.Along(-10, 3.5, 14)));
        var options = new CombinerOptions { Seed = 5, Temperature = 1 };
        var first = new Combiner(Mixed(), options).Continue(scene, 10, 60, TestContext.Current.CancellationToken);
        var second = new Combiner(Mixed(), options).Continue(scene, 10, 60, TestContext.Current.CancellationToken);
        Assert.Equal(first.States.SelectMany(s => s), second.States.SelectMany(s => s));
    }

    [Fact]
    public void Turning_and_moving_the_whole_world_turns_and_moves_the_result()
    {
        var scene = Roads.Record(Roads.Straight(), 11, ("a", Roads.Along(0, 0, 12)), ("b", Roads.Along(18, 0, 9)));
        var frame = new Pose2d(310, -40, 0.8);
        var first = new Combiner(Mixed(), Plain).Continue(scene, 10, 50, TestContext.Current.CancellationToken);
        var moved = new Combiner(Mixed(), Plain).Continue(Moved(scene, frame), 10, 50, TestContext.Current.CancellationToken);
        for (int a = 0; a < 2; a++)
        {
            var expected = frame.PointToWorld(first.States[a][50].Pose.Position);
            Assert.True(expected.DistanceTo(moved.States[a][50].Pose.Position) < 0.05, $"{expected} became {moved.States[a][50].Pose.Position}");
        }
    }

    [Fact]
    public void Nobody_runs_into_a_standing_vehicle_ahead_nor_beyond_what_brakes_allow()
    {
        var scene = Roads.Record(Roads.Straight(), 11, ("a", Roads.Along(0, 0, 14)), ("b", Roads.Along(60, 0, 0)));
        var made = new Combiner(Mixed(), Plain).Continue(scene, 10, 80, TestContext.Current.CancellationToken);
        for (int k = 1; k <= 80; k++)
        {
            var a = made.States[0][k];
            Assert.True(a.X + 4.5 < made.States[1][k].X + 1e-6, $"overlap at step {k}");
            Assert.InRange(a.AccelMps2, -8.5, 4.5);
            Assert.True(a.SpeedMps >= -1e-9);
        }
    }

    [Fact]
    public void A_red_light_is_obeyed_and_released_when_it_is_known_to_change()
    {
        var scene = Roads.Record(Roads.Straight(SignalState.Red), 101, ("a", Roads.Along(20, 0, 10)));
        scene = scene with { Signals = [new SignalTrack("light", [new SignalChange(0, SignalState.Red), new SignalChange(60, SignalState.Green)])] };
        var stopped = new Combiner(Mixed(), Plain with { LightsChange = false }).Continue(scene, 10, 120, TestContext.Current.CancellationToken);
        Assert.True(stopped.States[0][120].X + 2.25 <= 101, $"came to {stopped.States[0][120].X}");
        Assert.Equal(0, stopped.States[0][120].SpeedMps, 0.05);
        var gone = new Combiner(Mixed(), Plain).Continue(scene, 10, 120, TestContext.Current.CancellationToken);
        Assert.True(gone.States[0][120].X > stopped.States[0][120].X + 10, $"stayed at {gone.States[0][120].X}");
    }

    [Fact]
    public void An_empty_library_keeps_speeds()
    {
        var library = ProfileLibrary.Build([], cancellationToken: TestContext.Current.CancellationToken);
        var scene = Roads.Record(RoadMap.Empty, 11, ("a", Roads.Along(0, 0, 10)));
        var made = new Combiner(library, Plain).Continue(scene, 10, 30, TestContext.Current.CancellationToken);
        Assert.Equal(40, made.States[0][30].X, 6);
    }

    [Fact]
    public void A_cancelled_call_ends() => Assert.Throws<OperationCanceledException>(() =>
        new Combiner(Mixed(), Plain).Continue(Roads.Record(Roads.Straight(), 11, ("a", Roads.Along(0, 0, 10))), 10, 30, new CancellationToken(true)));

    private static ProfileLibrary Mixed() => ProfileLibrary.Build(
        [
            Roads.Record(Roads.Straight(), 91, ("a", Roads.Along(-150, 0, 12)), ("b", Roads.Along(-120, 0, 10, -0.4)), ("c", Roads.Along(-90, 0, 8, -0.8))),
            Roads.Record(Roads.Straight(), 91, ("a", Roads.Along(-150, 3.5, 6, 0.5)), ("b", Roads.Along(-130, 3.5, 7, 0.3)), ("c", Roads.Along(0, 0, 0))),
            Roads.Record(Roads.Straight(), 91, ("a", Roads.Along(-150, 0, 15, -1)), ("b", Roads.Along(-60, 0, 0)), ("c", Roads.Along(-150, 3.5, 16))),
        ],
        cancellationToken: TestContext.Current.CancellationToken);

    private static Recording Moved(Recording scene, Pose2d frame)
    {
        var map = scene.Map with
        {
            Lanes = [.. scene.Map.Lanes.Select(l => l with { Left = l.Left.Transformed(frame), Right = l.Right.Transformed(frame), Centre = l.Centre.Transformed(frame) })],
        };
        return scene with
        {
            Map = map,
            Tracks = [.. scene.Tracks.Select(t => Track.FromStates(t.Id, t.Class, t.Body, t.FirstStep, [.. Enumerable.Range(0, t.Count).Select(k =>
            {
                var s = t.At(k);
                var pose = frame.PoseToWorld(s.Pose);
                return s with { X = pose.X, Y = pose.Y, HeadingRad = pose.HeadingRad };
            })]))],
        };
    }
}
