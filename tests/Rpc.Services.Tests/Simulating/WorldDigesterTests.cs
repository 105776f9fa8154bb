using Sim.Formats.Messages;
using Sim.Numerics;
using Sim.Rpc.Services;

namespace Sim.Tests.Rpc;

/// <summary>The digest of world after world is that of each world alone.</summary>
public class WorldDigesterTests
{
    private static readonly string[] Ids = ["ego", "b", "a", "ä", "zug", "\U0001F697", "B", "a1"];

    [Fact]
    public void It_gives_what_a_single_world_gives_for_any_actors_and_lights()
    {
        var random = new RandomStream(Seed.Derive(20_261_123, "digester", 0, "draw"));
        var digester = new WorldDigester(Ids);
        byte[] digest = new byte[StateDigest.Size];
        for (int step = 0; step < 200; step++)
        {
            var world = Draw(random, step);
            digester.Write(world, digest);
            Assert.Equal(StateDigest.Of(world, Ids), digest);
        }
    }

    [Fact]
    public void A_quiet_step_has_the_lights_of_the_last_world()
    {
        var random = new RandomStream(Seed.Derive(20_261_123, "digester", 1, "draw"));
        var digester = new WorldDigester(Ids);
        byte[] digest = new byte[StateDigest.Size];
        digester.Write(Draw(random, 3), digest);
        var world = Draw(random, 4);
        digester.Write(world, digest);
        int[] indices = [.. world.Actors.Select(a => (int)a.Index)];
        var states = world.Actors.Select(a => new ActorState(a.X, a.Y, a.HeadingRad, a.SpeedMps)).ToArray();
        byte[] quiet = new byte[StateDigest.Size];

        digester.Write(world.Step, world.TimeUs, indices, states, quiet);

        Assert.Equal(StateDigest.Of(world, Ids), quiet);
    }

    private static WorldFrame Draw(RandomStream random, int step)
    {
        var world = new WorldFrame { Step = step, TimeUs = step * 100_000L };
        for (int i = 0; i < Ids.Length; i++)
        {
            if (random.NextInt(3) > 0)
            {
                world.Actors.Add(new ActorFrame
                {
                    Index = (uint)i,
                    X = 1000 * random.NextDouble() - 500,
                    Y = 1000 * random.NextDouble() - 500,
                    HeadingRad = 20 * random.NextDouble() - 10,
                    SpeedMps = 40 * random.NextDouble(),
                });
            }
        }

        for (int i = 0; i < random.NextInt(4); i++)
        {
            world.Signals.Add(new SignalFrame { Id = $"light-{(i * 7) % 5}", State = (SignalState)random.NextInt(6) });
        }

        return world;
    }
}
