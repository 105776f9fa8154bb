using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Evaluating.Manoeuvres;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Tests.Retrieval;

public sealed class BehaviourTaggerTests
{
    public static TheoryData<string> Kinds => [.. ManoeuvreSynthesiser.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Drawn_manoeuvres_are_recognised(string kind)
    {
        int right = 0, mapless = 0;
        for (ulong seed = 200; seed < 220; seed++)
        {
            right += Tags(ManoeuvreSynthesiser.Draw(kind, seed)).Contains(kind) ? 1 : 0;
            mapless += Tags(ManoeuvreSynthesiser.Draw(kind, seed, withMap: false)).Contains(kind) ? 1 : 0;
        }

        Assert.True(right >= 18, $"{right} of 20 with a map");
        Assert.True(kind == BehaviourTag.Merge ? mapless == 0 : mapless >= 16, $"{mapless} of 20 without a map");
    }

    [Theory]
    [InlineData(BehaviourTag.TurnLeft, BehaviourTag.TurnRight, BehaviourTag.UTurn, BehaviourTag.Straight, BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight)]
    [InlineData(BehaviourTag.UTurn, BehaviourTag.TurnLeft, BehaviourTag.Straight, BehaviourTag.Overtaking)]
    [InlineData(BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight, BehaviourTag.TurnLeft, BehaviourTag.Straight, BehaviourTag.Overtaking, BehaviourTag.Merge)]
    [InlineData(BehaviourTag.Straight, BehaviourTag.TurnLeft, BehaviourTag.LaneChangeLeft, BehaviourTag.LaneChangeRight, BehaviourTag.CutIn, BehaviourTag.StopAndGo, BehaviourTag.HardBrake)]
    [InlineData(BehaviourTag.Following, BehaviourTag.Overtaking, BehaviourTag.CutIn, BehaviourTag.Crossing, BehaviourTag.HardBrake)]
    public void They_are_not_taken_for_others(string kind, params string[] others)
    {
        int wrong = 0;
        for (ulong seed = 300; seed < 320; seed++)
        {
            wrong += Tags(ManoeuvreSynthesiser.Draw(kind, seed)).Any(others.Contains) ? 1 : 0;
        }

        Assert.True(wrong <= 1, $"{wrong} of 20");
    }

    [Fact]
    public void A_bend_of_the_road_is_no_turn_and_without_a_map_it_is()
    {
        // A quarter of a circle of 30 m: sharper than the limit for a bend only without a road that bends so.
        const double radius = 30;
        var states = Enumerable.Range(0, 81).Select(i =>
        {
            double angle = i * 0.6 / radius;
            return new ActorState(radius * Math.Sin(angle), radius * (1 - Math.Cos(angle)), angle, 6);
        }).ToArray();
        var track = Track.FromStates("a", ActorClass.Car, new BodyBox(4.5, 1.8), 0, states);
        var road = new DrawnRoad();
        road.Add("r", DrawnRoad.Arc(new(0, -1.75, 0), 80, 1 / (radius + 1.75)), 1, 0);
        Assert.Contains(BehaviourTagger.Find(Scenes.Of([track], 81)), s => s.Tag == BehaviourTag.TurnLeft);
        Assert.DoesNotContain(BehaviourTagger.Find(Scenes.Of([track], 81, road.ToMap())), s => s.Tag == BehaviourTag.TurnLeft);
    }

    [Fact]
    public void Spans_say_who_when_and_with_whom()
    {
        var manoeuvre = ManoeuvreSynthesiser.Draw(BehaviourTag.CutIn, 7);
        var span = BehaviourTagger.Find(manoeuvre.Recording).Single(s => s.Tag == BehaviourTag.CutIn);
        Assert.Equal(("m", "o"), (span.ActorId, span.OtherId));
        Assert.InRange(span.FromStep, 5, 40);
        Assert.InRange(span.ToStep, span.FromStep + 10, 90);
        Assert.InRange(span.Strength, 0.5, 1);
    }

    [Fact]
    public void A_scene_keeps_the_spans_that_it_shows_for_the_most_part()
    {
        TagSpan[] spans =
        [
            new(BehaviourTag.TurnLeft, "a", 10, 29, 0.7),
            new(BehaviourTag.TurnLeft, "b", 10, 29, 0.7),
            new(BehaviourTag.Straight, "a", 0, 400, 0.7),
        ];
        var within = BehaviourTagger.Within(spans, new SceneWindow(20, 81, ["a"]));
        Assert.Equal([(BehaviourTag.TurnLeft, 0, 9), (BehaviourTag.Straight, 0, 80)], within.Select(s => (s.Tag, s.FromStep, s.ToStep)));
        Assert.Equal([BehaviourTag.Straight], BehaviourTagger.Within(spans, new SceneWindow(21, 81, ["a"])).Select(s => s.Tag));
    }

    [Fact]
    public void Odd_recordings_give_an_answer()
    {
        var standing = Track.FromStates("s", ActorClass.Car, new BodyBox(4, 2), 0, [new ActorState(0, 0, 0, 0)]);
        Assert.Empty(BehaviourTagger.Find(Scenes.Of([standing], 1)));
        Assert.Empty(BehaviourTagger.Find(Scenes.Of([standing with { Presence = new bool[1] }], 1)));
        Assert.Empty(BehaviourTagger.Find(Scenes.Of([standing with { Class = ActorClass.StaticObject }], 1)));
    }

    private static List<string> Tags(LabelledManoeuvre manoeuvre) =>
        [.. BehaviourTagger.Find(manoeuvre.Recording).Where(s => s.ActorId == manoeuvre.ActorId).Select(s => s.Tag)];
}
