using System.Security.Cryptography;
using System.Text;
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
        byte[] quiet = new byte[StateDigest.Size];

        digester.Write(world.Step, 1, 100_000, indices, States([world]), quiet);

        Assert.Equal(StateDigest.Of(world, Ids), quiet);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void One_digest_of_many_quiet_steps_is_over_all_that_their_digests_are_over(int count)
    {
        var random = new RandomStream(Seed.Derive(20_261_123, "digester", 2, "draw"));
        var digester = new WorldDigester(Ids);
        byte[] digest = new byte[StateDigest.Size];
        digester.Write(Draw(random, 3), digest);
        var before = Draw(random, 4);
        digester.Write(before, digest);
        int[] indices = [.. before.Actors.Select(a => (int)a.Index)];
        var worlds = Enumerable.Range(5, count).Select(step =>
        {
            var world = before.Clone();
            (world.Step, world.TimeUs) = (step, step * 100_000L);
            foreach (var actor in world.Actors)
            {
                (actor.X, actor.Y, actor.HeadingRad, actor.SpeedMps) = (9 * random.NextDouble(), -9 * random.NextDouble(), 8 * random.NextDouble() - 4, random.NextDouble());
            }

            return world;
        }).ToList();

        digester.Write(5, count, 100_000, indices, States(worlds), digest);

        Assert.Equal(SHA256.HashData([.. worlds.SelectMany(Form)]), digest);
    }

    // docs/contract.md, once more.
    private static byte[] Form(WorldFrame world)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write(1u);
        to.Write((long)world.Step);
        to.Write(world.TimeUs);
        to.Write((uint)world.Actors.Count);
        foreach (var (id, actor) in world.Actors.Select(a => (Encoding.UTF8.GetBytes(Ids[(int)a.Index]), a)).OrderBy(a => Convert.ToHexString(a.Item1), StringComparer.Ordinal))
        {
            to.Write((uint)id.Length);
            to.Write(id);
            to.Write((long)Math.Round(actor.X * 1e6, MidpointRounding.AwayFromZero));
            to.Write((long)Math.Round(actor.Y * 1e6, MidpointRounding.AwayFromZero));
            double turn = 2 * Math.PI * Math.Floor((actor.HeadingRad + Math.PI) / (2 * Math.PI));
            to.Write((long)Math.Round((actor.HeadingRad - turn) * 1e9, MidpointRounding.AwayFromZero));
            to.Write((long)Math.Round(actor.SpeedMps * 1e6, MidpointRounding.AwayFromZero));
        }

        to.Write((uint)world.Signals.Count);
        foreach (var (id, state) in world.Signals.Select(s => (Encoding.UTF8.GetBytes(s.Id), s.State)).OrderBy(s => Convert.ToHexString(s.Item1), StringComparer.Ordinal))
        {
            to.Write((uint)id.Length);
            to.Write(id);
            to.Write((byte)state);
        }

        to.Flush();
        return bytes.ToArray();
    }

    private static byte[] States(IEnumerable<WorldFrame> worlds)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        foreach (var actor in worlds.SelectMany(w => w.Actors))
        {
            foreach (double value in (double[])[actor.X, actor.Y, actor.HeadingRad, actor.SpeedMps, 0, 0, 0, 0])
            {
                to.Write(value);
            }
        }

        to.Flush();
        return bytes.ToArray();
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
