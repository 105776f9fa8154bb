using Sim.Plugins.Retrieval.Behaviours;

namespace Sim.Tests.Retrieval;

public sealed class SceneCutterTests
{
    private static readonly SceneOptions Options = new();

    [Fact]
    public void Every_actor_that_moves_gives_scenes_in_strides_as_long_as_a_full_one_fits()
    {
        var windows = SceneCutter.Cut(Log(Line("a", 121, 10), Line("b", 121, 0), Line("c", 40, 10), Line("d", 20, 10)), Options);
        Assert.Equal([("a", 0, 81), ("a", 20, 81), ("a", 40, 81), ("c", 0, 40)], windows.Select(w => (w.EgoId, w.FirstStep, w.Count)));
        Assert.All(windows, w => Assert.Equal(w.EgoId, w.ActorIds[0]));
    }

    [Fact]
    public void The_nearest_actors_come_along_from_near_to_far_and_no_more_than_ten()
    {
        var tracks = Enumerable.Range(0, 15).Select(i => Line($"t{i:00}", 81, 10, 3 * (i * 7 % 15))).ToArray();
        var window = SceneCutter.Cut(Log(tracks), Options with { OwnEgoOnly = true }).Single();
        Assert.Equal(11, window.ActorIds.Count);
        Assert.Equal(["t00", "t13", "t11", "t09", "t07"], window.ActorIds.Take(5));
    }

    [Fact]
    public void Actors_that_are_hardly_there_are_left_out_and_those_that_stand_when_asked()
    {
        var log = Log(Line("ego", 81, 10), Line("stands", 81, 0, 3), Line("short", 9, 10, 6), Line("thing", 81, 0, 9) with { Class = ActorClass.StaticObject });
        Assert.Equal(["ego", "stands"], Assert.Single(SceneCutter.Cut(log, Options)).ActorIds);
        Assert.Equal(["ego"], Assert.Single(SceneCutter.Cut(log, Options with { DropStanding = true })).ActorIds);
    }

    [Fact]
    public void A_scene_is_opened_with_its_ego_first()
    {
        var log = Log(Line("a", 121, 10), Line("b", 121, 12, 4)) with { EgoId = "a" };
        var scene = SceneCutter.Open(log, new SceneWindow(20, 81, ["b", "a"]));
        Assert.Equal((81, "b"), (scene.StepCount, scene.EgoId));
        Assert.Equal(["b", "a"], scene.Tracks.Select(t => t.Id));
        Assert.Equal(24, scene.Tracks[0].X.Span[0], 1e-12);
    }

    [Fact]
    public void A_recording_that_does_not_hold_the_scene_is_refused()
    {
        var log = Log(Line("a", 50, 10));
        Assert.Contains("50 steps", Assert.Throws<InputException>(() => SceneCutter.Open(log, new SceneWindow(0, 51, ["a"]))).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<InputException>(() => SceneCutter.Open(log, new SceneWindow(0, 5, ["x"]))).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => SceneCutter.Open(log, new SceneWindow(int.MaxValue, int.MaxValue, ["a"])));
    }

    [Theory]
    [InlineData(50_000, 0.5)]
    [InlineData(250_000, 2.5)]
    [InlineData(40_000, 0.4)]
    public void Other_steps_are_brought_to_ten_hertz(long stepUs, double metresPerStep)
    {
        var states = Enumerable.Range(0, 101).Select(i => new ActorState(i * metresPerStep, 0, 0, 10)).ToArray();
        var log = TenHertz.Of(Log(Track.FromStates("a", ActorClass.Car, new BodyBox(4, 2), 0, states)) with { StepUs = stepUs, StepCount = 101 });
        Assert.Equal(100_000, log.StepUs);
        Assert.Equal((int)(stepUs * 100 / 100_000) + 1, log.StepCount);
        var x = log.Tracks[0].X.Span;
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(i, x[i], 1e-9);
        }
    }

    private static Recording Log(params Track[] tracks) => Scenes.Of(tracks, tracks.Max(t => t.EndStep));

    private static Track Line(string id, int count, double speedMps, double y = 0) => Track.FromStates(
        id, ActorClass.Car, new BodyBox(4, 2), 0, Enumerable.Range(0, count).Select(i => new ActorState(i * speedMps * 0.1, y, 0, speedMps)).ToArray());
}
