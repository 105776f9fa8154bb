using System.Text.Json;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports;

public sealed class RecordLeavesTests
{
    private static readonly CrashRecord Record = new()
    {
        Id = "one",
        TextSha256 = "00",
        Extractor = "rules 1",
        Environment = new EnvironmentRecord { Lighting = Leaf.Stated(Lighting.DarkLighted, new TextSpan(0, 4, "dark")) },
        Road = new RoadRecord { Legs = [new LegRecord { Id = "northbound", Control = Leaf.Assumed<IReadOnlyList<Control>>([Control.Stop, Control.Flashing], "x") }] },
        Actors = [new ActorRecord { Id = "V1", Actions = [new ActionRecord { Kind = Leaf.Derived(ActionKind.UTurn, null, "y") }] }],
        Impacts = [new ImpactRecord { Order = 1, A = new ContactRecord { Actor = "V1" }, B = new ContactRecord { Obstacle = "tree" } }],
    };

    [Fact]
    public void Values_are_words_of_the_byte_form()
    {
        var leaves = RecordLeaves.Of(Record).ToDictionary(l => l.Path, StringComparer.Ordinal);

        Assert.Equal("dark_lighted", leaves["environment/lighting"].Value);
        Assert.Equal("stop | flashing", leaves["road/legs/northbound/control"].Value);
        Assert.Equal("u_turn", leaves["actors/V1/actions/1/kind"].Value);
        Assert.Equal(("", LeafStatus.Unknown), (leaves["road/topology"].Value, leaves["road/topology"].Status));
    }

    [Fact]
    public void No_leaf_of_the_byte_form_is_left_out()
    {
        using var json = JsonDocument.Parse(CrashJson.Write(Record));

        Assert.Equal(CountLeaves(json.RootElement), RecordLeaves.Of(Record).Count());
    }

    private static int CountLeaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("confidence", out _) => 1,
        JsonValueKind.Object => element.EnumerateObject().Sum(p => CountLeaves(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(CountLeaves),
        _ => 0,
    };
}
