using System.Text.Json;
using Sim.Maps;
using Sim.Simulation;
using Sim.Studies.PseudoSimulation.Scenes;

namespace Sim.Tests.Studies;

public class SceneTests
{
    [Fact]
    public void Scenes_are_sound_and_the_same_for_the_same_seed()
    {
        for (int i = 0; i < 60; i++)
        {
            var scene = SceneGenerator.Create(1, "test", i);
            Assert.Empty(RoadMapCheck.Run(scene.Map));
            Assert.Null(ScenarioCheck.Refusal(scene));
            Assert.True(scene.Actors.Count >= 2, scene.Name);
            Assert.Equal(JsonSerializer.Serialize(scene, SimJson.Default.Scenario), JsonSerializer.Serialize(SceneGenerator.Create(1, "test", i), SimJson.Default.Scenario));
        }
    }

    [Fact]
    public void Sets_and_seeds_share_no_scene()
    {
        string Text(ulong seed, string set) => JsonSerializer.Serialize(SceneGenerator.Create(seed, set, 0).Actors[1].Initial, SimJson.Default.ActorState);
        Assert.NotEqual(Text(1, "test"), Text(1, "training"));
        Assert.NotEqual(Text(1, "test"), Text(2, "test"));
    }
}
