using Sim.Formats.Messages;
using Sim.Rpc.Services;

namespace Sim.Tests.Rpc;

/// <summary>The vectors were computed by a second implementation, in Python with decimal rounding.</summary>
public class StateDigestTests
{
    private static readonly WorldFrame Empty = new();

    private static WorldFrame Three => new()
    {
        Step = 7,
        TimeUs = 700_000,
        Actors =
        {
            new ActorFrame { Index = 0, Id = "ego", X = 1.0000005, Y = -2.0000005, HeadingRad = 0.5, SpeedMps = 13.25 },
            new ActorFrame { Index = 1, X = -0.0, Y = 0.0, HeadingRad = -Math.PI, SpeedMps = 0.0 },
            new ActorFrame { Index = 2, X = 123456.789, Y = 1e-7, HeadingRad = 7.0, SpeedMps = -3.5 },
        },
        Signals = { new SignalFrame { Id = "s2", State = SignalState.Red }, new SignalFrame { Id = "s1", State = SignalState.Green } },
    };

    private static readonly string[] Ids = ["ego", "Bus", "ä"];

    [Fact]
    public void An_empty_world_has_its_digest() => Assert.Equal("895c607361d12436b3c82f8e233278f594d1de2ac032fd9534670a26f9bd5ce5", Hex(StateDigest.Of(Empty, [])));

    [Fact]
    public void A_world_of_three_has_its_digest() => Assert.Equal("eacc77bdb5bf05a1cf30a235c6c656c382cdedd1270a1570570aed4343ee25ff", Hex(StateDigest.Of(Three, Ids)));

    [Fact]
    public void Digests_chain_from_zeros()
    {
        byte[] run = new byte[StateDigest.Size];
        foreach (var world in new[] { Empty, Three })
        {
            run = StateDigest.Chain(run, StateDigest.Of(world, Ids));
        }

        Assert.Equal("526504d2f564ce56b36713df8f3f3a26036368f329afdab37be0e004db8668c4", Hex(run));
    }

    [Fact]
    public void Order_and_full_turns_and_the_sign_of_zero_do_not_matter()
    {
        var other = Three;
        (other.Actors[0], other.Actors[2]) = (other.Actors[2], other.Actors[0]);
        other.Actors[1].X = 0.0;
        other.Actors[1].HeadingRad = Math.PI;
        Assert.Equal(StateDigest.Of(Three, Ids), StateDigest.Of(other, Ids));
    }

    [Fact]
    public void A_micrometre_a_step_and_a_light_matter()
    {
        var moved = Three;
        moved.Actors[2].Y += 1e-6;
        var later = Three;
        later.Step++;
        var lit = Three;
        lit.Signals[0].State = SignalState.Yellow;
        Assert.Equal(4, new[] { Three, moved, later, lit }.Select(w => Hex(StateDigest.Of(w, Ids))).Distinct().Count());
    }

    [Fact]
    public void An_actor_without_an_id_is_refused() => Assert.Throws<ArgumentException>(() => StateDigest.Of(Three, ["ego"]));

    [Fact]
    public void Digests_have_32_bytes() => Assert.Throws<ArgumentException>(() => StateDigest.Chain(new byte[31], new byte[32]));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
