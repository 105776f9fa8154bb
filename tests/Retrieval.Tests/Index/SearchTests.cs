using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Distances;

namespace Sim.Tests.Retrieval;

public sealed class SearchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_search_gives_what_comparing_with_every_scene_gives()
    {
        var (index, _) = Scenes.Index([.. Enumerable.Range(0, 25).Select(i => Scenes.Wander((ulong)i, 3 + i % 8, 121))]);
        var distance = new SetDistance(index.Encoder.Dimension);
        for (ulong seed = 70; seed < 80; seed++)
        {
            var question = Scenes.Wander(seed, 6);
            var vectors = Scenes.Vectors(question);
            var all = Enumerable.Range(0, index.Count)
                .Select(i => (index[i].Id, Distance: distance.Between(vectors, Scenes.Vectors(SceneCutter.Open(Scenes.Wander((ulong)int.Parse(index[i].Source.File[1..^4]), 3 + int.Parse(index[i].Source.File[1..^4]) % 8, 121), index[i].Window)))))
                .OrderBy(p => p.Distance).Take(7).ToArray();
            var found = index.Search(question, 7, null, Token);
            Assert.Equal(all.Select(p => p.Id), found.Select(m => m.Entry.Id));
            Assert.All(all.Zip(found), p => Assert.Equal(p.First.Distance, p.Second.Distance, 1e-12));
        }
    }

    [Fact]
    public void A_scene_of_the_index_finds_itself_and_not_when_its_file_is_left_out()
    {
        var (index, library) = Scenes.Index([.. Enumerable.Range(0, 6).Select(i => Scenes.Wander((ulong)i, 5))]);
        var own = index[Enumerable.Range(0, index.Count).First(i => index[i].Source.File == "r3.xml")];
        var scene = SceneCutter.Open(Scenes.Wander(3, 5), own.Window);
        var first = index.Find(scene, 1, library.Open, null, Token).Single();
        Assert.Equal((own.Id, 0.0), (first.Id, first.Distance));
        Assert.Equal([0, 1, 2, 3, 4], first.Assignment);
        Assert.Equal("CC0-1.0", first.Licence);
        Assert.Equal(scene.Tracks.Select(t => t.Id), first.Scene.Tracks.Select(t => t.Id));
        Assert.All(index.Search(scene, 20, e => e.Source == own.Source, Token), m => Assert.NotEqual("r3.xml", m.Entry.Source.File));
    }

    [Fact]
    public void Fewer_scenes_than_asked_for_are_all_of_them()
    {
        var (index, _) = Scenes.Index(Scenes.Wander(1, 2));
        Assert.Equal(index.Count, index.Search(Scenes.Wander(2, 2), 50, null, Token).Count);
    }

    [Fact]
    public void A_question_with_too_many_actors_or_another_step_is_refused()
    {
        var (index, _) = Scenes.Index(Scenes.Wander(1, 2));
        Assert.Throws<InputException>(() => index.Search(Scenes.Wander(2, 12), 1, null, Token));
        Assert.Throws<InputException>(() => index.Search(Scenes.Wander(2, 3) with { StepUs = 50_000 }, 1, null, Token));
    }
}
