using System.Text.Json;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports;

public sealed class CrashRecordTests
{
    private const string Text = "V1 turned left in front of V2. It was raining.";

    [Fact]
    public void A_record_survives_its_byte_form()
    {
        var record = new CrashRecord
        {
            Id = "one",
            TextSha256 = "00",
            Extractor = "rules 1",
            Environment = new EnvironmentRecord { Weather = Leaf.Stated<IReadOnlyList<Weather>>([Weather.Rain], TextSpan.Of(Text, 31, 45)) },
            Road = new RoadRecord { Legs = [new LegRecord { Id = "northbound", LanesIn = Leaf.Assumed<int?>(1, "a two-lane road is the most common") }] },
            Actors = [new ActorRecord { Id = "V1", Actions = [new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnLeft, TextSpan.Of(Text, 3, 14)) }] }],
            Impacts = [new ImpactRecord { Order = 1, A = new ContactRecord { Actor = "V1" }, B = new ContactRecord { Obstacle = "tree" } }],
            Findings = [new RecordFinding("R4", "actors/V1", "no junction")],
        };
        var bytes = CrashJson.Write(record);

        var back = JsonSerializer.Deserialize(bytes, CrashJson.Default.CrashRecord)!;

        Assert.Equal(bytes, CrashJson.Write(back));
        Assert.Equal("It was raining", back.Environment.Weather.Evidence!.Value.Quote);
        Assert.Equal(ActionKind.TurnLeft, back.Actors[0].Actions[0].Kind.Value);
        Assert.Null(back.Actors[0].SpeedKmh.Value);
    }
}
