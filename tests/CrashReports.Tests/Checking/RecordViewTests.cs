using System.Text.Json;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

public sealed class RecordViewTests
{
    private const string Text = "V1 turned left into V2 at 40 mph in rain.";

    private static readonly TextSpan Span = TextSpan.Of(Text, 0, Text.Length);

    private static readonly CrashRecord Record = new()
    {
        Id = "one",
        TextSha256 = "00",
        Extractor = "hand 1",
        Environment = new EnvironmentRecord { Weather = Leaf.Stated<IReadOnlyList<Weather>>([Weather.Rain], Span) },
        Road = new RoadRecord { Legs = [new LegRecord { Id = "northbound", Control = Leaf.Stated<IReadOnlyList<Control>>([Control.Stop], Span) }] },
        Actors =
        [
            new ActorRecord
            {
                Id = "V1",
                SpeedKmh = Leaf.Stated<double?>(64.4, Span),
                Leg = Leaf.Stated<string?>("northbound", Span),
                Actions = [new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnLeft, Span) }, new ActionRecord { Kind = Leaf.Stated(ActionKind.UTurn, Span), Executed = false }],
            },
            new ActorRecord { Id = "V2" },
        ],
        Impacts = [new ImpactRecord { Order = 1, A = new ContactRecord { Actor = "V2" }, B = new ContactRecord { Actor = "V1", Plane = Leaf.Stated(ContactPlane.Front, Span) } }],
    };

    [Theory]
    [InlineData("environment/weather", "[\"rain\"]", true)]
    [InlineData("environment/weather", "[\"rain\",\"fog\"]", false)]
    [InlineData("environment/lighting", "\"unknown\"", true)]
    [InlineData("environment/weather", "\"unknown\"", false)]
    [InlineData("actors/V1/speed_kmh", "64", true)]
    [InlineData("actors/V1/speed_kmh", "66", false)]
    [InlineData("actors/V1/does", "[\"turn_left\"]", true)]
    [InlineData("actors/V1/does", "[\"u_turn\"]", false)]
    [InlineData("actors/V1/control", "[\"stop\"]", true)]
    [InlineData("actors/V1/does_not", "[\"turn_left\"]", false)]
    [InlineData("actors/V3/type", "\"car\"", false)]
    [InlineData("actors/V3/type", "\"unknown\"", false)]
    [InlineData("impacts/1/V1/plane", "\"front\"", true)]
    [InlineData("impacts/1/V2/plane", "\"unknown\"", true)]
    [InlineData("impacts/2/V1/plane", "\"front\"", false)]
    [InlineData("actors/count", "2", true)]
    public void A_path_agrees_with_what_the_record_says_there(string path, string expected, bool agrees) =>
        Assert.Equal(agrees, RecordView.Agrees(Record, path, JsonDocument.Parse(expected).RootElement));

    [Fact]
    public void Every_path_of_the_narratives_can_be_read()
    {
        foreach (var narrative in Narrative.Reports.Concat(Narrative.Sentences))
        {
            foreach (var (path, _) in narrative.Expected) RecordView.Read(Record, path);
        }
    }

    [Fact]
    public void There_are_enough_narratives_in_both_halves_and_ids_are_unique()
    {
        Assert.True(Narrative.Reports.Count >= 24);
        Assert.True(Narrative.Sentences.Count >= 20);
        Assert.True(Narrative.Reports.Count(one => one.IsOpen) >= 8 && Narrative.Reports.Count(one => !one.IsOpen) >= 8);
        Assert.Distinct(Narrative.Reports.Concat(Narrative.Sentences).Select(one => one.Id));
    }
}
