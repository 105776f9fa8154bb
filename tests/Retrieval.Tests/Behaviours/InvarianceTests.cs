using Sim.Geometry;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Distances;

namespace Sim.Tests.Retrieval;

public sealed class InvarianceTests
{
    private static readonly Vector2d[] Shifts = [new(0, 0), new(120, -75), new(5_400, 12_300)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 11)]
    public void Turning_and_shifting_a_scene_keeps_its_distances(ulong seed, int actors)
    {
        var other = Scenes.Vectors(Scenes.Wander(seed + 100, 6));
        var scene = Scenes.Wander(seed, actors);
        var distance = new SetDistance(new PathEncoder().Dimension);
        double expected = distance.Between(Scenes.Vectors(scene), other);
        foreach (var shift in Shifts)
        {
            for (double turn = -3; turn < 3.2; turn += 0.7)
            {
                double found = distance.Between(Scenes.Vectors(Scenes.Moved(scene, turn, shift)), other);
                Assert.Equal(1, found / expected, 1e-9);
            }
        }
    }

    [Fact]
    public void The_order_of_actors_does_not_matter()
    {
        var scene = Scenes.Wander(4, 9);
        var other = Scenes.Vectors(Scenes.Wander(104, 6));
        var distance = new SetDistance(new PathEncoder().Dimension);
        double expected = distance.Between(Scenes.Vectors(scene), other);
        for (ulong seed = 0; seed < 10; seed++)
        {
            Assert.Equal(1, distance.Between(Scenes.Vectors(Scenes.Shuffled(scene, seed)), other) / expected, 1e-9);
        }
    }

    [Fact]
    public void The_nearest_scenes_stay_the_same_when_the_question_is_moved_and_reordered()
    {
        var (index, _) = Scenes.Index([.. Enumerable.Range(0, 12).Select(i => Scenes.Wander((ulong)i, 7, 161))]);
        Assert.True(index.Count > 50);
        for (ulong seed = 40; seed < 60; seed++)
        {
            var question = Scenes.Wander(seed, 5);
            var expected = index.Search(question, 5, null, TestContext.Current.CancellationToken);
            var found = index.Search(Scenes.Shuffled(Scenes.Moved(question, 0.1 * seed, new(300 - 7.0 * seed, 11)), seed), 5, null, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Select(m => m.Entry.Id), found.Select(m => m.Entry.Id));
        }
    }

    [Fact]
    public void Vectors_are_finite_for_actors_that_stand_come_late_or_are_hardly_there()
    {
        var scene = Scenes.Wander(5, 3);
        var standing = Track.FromStates("s", ActorClass.Pedestrian, new BodyBox(0.5, 0.5), 0, Enumerable.Repeat(new ActorState(1, 2, 0.3, 0), 81).ToArray());
        var once = Track.FromStates("o", ActorClass.Truck, new BodyBox(9, 2.5), 80, [new ActorState(4, 5, 1, 3)]);
        var never = standing with { Id = "n", Presence = new bool[81] };
        var vectors = Scenes.Vectors(scene with { Tracks = [.. scene.Tracks, standing, once, never] });
        Assert.All(vectors, v => Assert.True(double.IsFinite(v)));
        int dimension = new PathEncoder().Dimension;
        Assert.All(vectors[(5 * dimension)..], v => Assert.Equal(0, v));
        Assert.NotEqual(0, vectors[4 * dimension]);
    }
}
