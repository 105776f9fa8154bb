using System.Security.Cryptography;
using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>An invented report and its record, written by hand.</summary>
internal static class Gold
{
    public const string Text = """
        The crash took place in the early afternoon on a four-lane undivided road with a posted
        speed limit of 72 KPH (45 MPH). There are two lanes northbound. The weather was clear, the roadway was dry and it
        was daylight.

        Vehicle #1, a 2000 Honda Civic, was traveling north in lane one at about 40 mph. Vehicle #2, a 1997
        Chevrolet Silverado pickup, was stopped northbound in the first lane. The driver of Vehicle #2 intended to turn left into a
        driveway. The driver of Vehicle #1 looked at his radio, then braked, and the front of Vehicle #1 struck
        the back of Vehicle #2. Vehicle #1 then ran into a utility pole with its right side. Vehicle #2 came to rest in the ditch. Nobody was hurt.
        """;

    public static CrashReport Report { get; } = new() { Id = "own-1", Text = Text };

    public static CrashRecord Record(string text = Text) => new()
    {
        Id = "own-1",
        TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        Extractor = "llm 1 fake",
        Environment = new EnvironmentRecord
        {
            Weather = Said<IReadOnlyList<Weather>>(text, [Weather.Clear], "The weather was clear"),
            Lighting = Said(text, Lighting.Daylight, "it\nwas daylight"),
            Surface = Said(text, Surface.Dry, "the roadway was dry"),
        },
        Road = new RoadRecord
        {
            Topology = Meant(text, Topology.Straight, "on a four-lane undivided road"),
            MaxLanes = Said<int?>(text, 4, "four-lane undivided road"),
            SpeedLimitsKmh = Said<IReadOnlyList<double>>(text, [72], "speed limit of 72 KPH (45 MPH)"),
            Legs =
            [
                new LegRecord
                {
                    Id = "northbound",
                    HeadingDeg = Said<double?>(text, 0, "two lanes northbound"),
                    LanesIn = Said<int?>(text, 2, "two lanes northbound"),
                    Divided = Said<bool?>(text, false, "undivided"),
                    SpeedLimitKmh = Said<double?>(text, 72, "speed limit of 72 KPH (45 MPH)"),
                },
            ],
        },
        Actors =
        [
            new ActorRecord
            {
                Id = "V1",
                Type = Meant(text, ActorType.Car, "Vehicle #1, a 2000 Honda Civic"),
                Description = Said<string?>(text, "2000 Honda Civic", "2000 Honda Civic"),
                Leg = Meant<string?>(text, "northbound", "was traveling north"),
                LaneFromRight = Said<int?>(text, 1, "in lane one"),
                HeadingDeg = Said<double?>(text, 0, "was traveling north"),
                SpeedKmh = Said<double?>(text, 64, "about 40 mph"),
                Movement = Meant(text, Movement.GoingStraight, "was traveling north in lane one"),
                Actions = [new ActionRecord { Kind = Meant(text, ActionKind.Decelerate, "then braked") }],
                RightOfWay = Meant(text, RightOfWay.NotApplicable, "struck\nthe back of Vehicle #2"),
                Avoidance = Said<IReadOnlyList<Avoidance>>(text, [Avoidance.Brake], "then braked"),
            },
            new ActorRecord
            {
                Id = "V2",
                Type = Said(text, ActorType.Pickup, "Chevrolet Silverado pickup"),
                Description = Said<string?>(text, "1997\nChevrolet Silverado pickup", "1997\nChevrolet Silverado pickup"),
                Leg = Meant<string?>(text, "northbound", "was stopped northbound"),
                LaneFromRight = Said<int?>(text, 1, "the first lane"),
                HeadingDeg = Said<double?>(text, 0, "was stopped northbound"),
                SpeedRelation = Said(text, SpeedRelation.Stopped, "was stopped"),
                Movement = Said(text, Movement.Stopped, "was stopped northbound"),
                Actions =
                [
                    new ActionRecord { Kind = Said(text, ActionKind.Stop, "was stopped northbound") },
                    new ActionRecord { Kind = Said(text, ActionKind.TurnLeft, "intended to turn left"), Executed = false },
                ],
                FinalPosition = Said<string?>(text, "came to rest in the ditch", "came to rest in the ditch"),
            },
        ],
        Impacts =
        [
            new ImpactRecord
            {
                Order = 1,
                A = new ContactRecord { Actor = "V1", Plane = Said(text, ContactPlane.Front, "the front of Vehicle #1") },
                B = new ContactRecord { Actor = "V2", Plane = Said(text, ContactPlane.Back, "the back of Vehicle #2") },
                Striking = Said<string?>(text, "V1", "the front of Vehicle #1 struck"),
            },
            new ImpactRecord
            {
                Order = 2,
                A = new ContactRecord { Actor = "V1", Plane = Said(text, ContactPlane.Right, "with its right side") },
                B = new ContactRecord { Obstacle = "utility pole" },
            },
        ],
        CrashClass = Meant(text, CrashClass.RearEnd, "the front of Vehicle #1 struck\nthe back of Vehicle #2"),
        Severity = Said<string?>(text, "Nobody was hurt", "Nobody was hurt"),
    };

    /// <summary>What a record says, one leaf on a line, with the words but without their places.</summary>
    public static IReadOnlyList<string> Says(CrashRecord record) =>
        [.. RecordLeaves.Of(record).Where(l => l.Status != LeafStatus.Unknown).Select(l => $"{l.Path} = {l.Value} ({l.Status}) \"{l.Evidence?.Quote}\"")];

    private static Leaf<T> Said<T>(string text, T value, string quote) => Leaf.Stated(value, Span(text, quote), 0.9);

    private static Leaf<T> Meant<T>(string text, T value, string quote) => Leaf.Derived(value, Span(text, quote), "concluded by the model fake from the quoted words", 0.75);

    private static TextSpan Span(string text, string quote)
    {
        int at = text.IndexOf(quote, StringComparison.Ordinal);
        return at < 0 ? throw new ArgumentException($"the gold record quotes what the text does not say: {quote}", nameof(quote)) : TextSpan.Of(text, at, at + quote.Length);
    }
}
