using Sim.Numerics;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

public sealed class RecordCheckTests
{
    private static readonly CrashRecord Good = SampleCrash.Record;

    [Fact]
    public void A_careful_record_has_no_finding() => Assert.Empty(RecordCheck.Check(Good, SampleCrash.Text));

    public static TheoryData<string, string> Errors => new(Broken.Select(one => (one.Key, one.Value.Rule)));

    private static readonly SortedDictionary<string, (string Rule, string Path, CrashRecord Record)> Broken = new(StringComparer.Ordinal)
    {
        ["a heading of 400 degrees"] = ("R1", "actors/V1/heading_deg", Set("actors/V1/heading_deg", Leaf.Stated<double?>(400, SampleCrash.Quote("traveling east")))),
        ["a value that is unknown"] = ("R1", "actors/V1/type", Set("actors/V1/type", new Leaf<ActorType> { Value = ActorType.Car })),
        ["a confidence of 2"] = ("R1", "actors/V1/type", Set("actors/V1/type", Leaf.Stated(ActorType.Car, SampleCrash.Quote("Honda Civic"), 2))),
        ["a derived value without a rule"] = ("R1", "actors/V1/type", Set("actors/V1/type", Leaf.Derived(ActorType.Car, null, ""))),
        ["a leg that is not there"] = ("R1", "actors/V1/leg", Set("actors/V1/leg", Leaf.Derived<string?>("northbound", null, "a guess"))),
        ["two actors of one id"] = ("R1", "actors/V1", Good with { Actors = [.. Good.Actors, Good.Actors[0]] }),
        ["an id of no kind"] = ("R1", "actors/X9", Good with { Actors = [.. Good.Actors, Good.Actors[0] with { Id = "X9" }] }),
        ["a contact with nobody"] = ("R1", "impacts/1/b", Impact(Good.Impacts[0] with { B = new ContactRecord { Actor = "V7" } })),
        ["a contact with itself"] = ("R1", "impacts/1", Impact(Good.Impacts[0] with { B = new ContactRecord { Actor = "V1" } })),
        ["contacts out of order"] = ("R1", "impacts/2", Impact(Good.Impacts[0] with { Order = 2 })),
        ["a stated value without a quote"] = ("R2", "environment/lighting", Set("environment/lighting", new Leaf<Lighting> { Value = Lighting.Daylight, Status = LeafStatus.Stated, Confidence = 1 })),
        ["an invented quote"] = ("R2", "environment/lighting", Set("environment/lighting", Leaf.Stated(Lighting.Daylight, new TextSpan(0, 8, "sunlight")))),
        ["a quote beyond the text"] = ("R2", "environment/lighting", Set("environment/lighting", Leaf.Stated(Lighting.Daylight, new TextSpan(9000, 9008, "daylight")))),
        ["a limit that the text does not give"] = ("R3", "road/speed_limits_kmh", Set("road/speed_limits_kmh", Leaf.Stated<IReadOnlyList<double>>([90], SampleCrash.Quote("64 km/h (40 mph)")))),
        ["a limit of 200 km/h"] = ("R3", "road/legs/eastbound/speed_limit_kmh", Set("road/legs/eastbound/speed_limit_kmh", Leaf.Stated<double?>(200, SampleCrash.Quote("64 km/h")))),
        ["mph taken for km/h"] = ("R3", "actors/V1/speed_kmh", Set("actors/V1/speed_kmh", Leaf.Stated<double?>(45, SampleCrash.Quote("45 mph")))),
        ["a turn without a junction"] = ("R4", "road/junction", Good with
        {
            Road = Good.Road with { Topology = Leaf.Derived(Topology.Straight, null, "a guess"), Junction = Leaf.Derived(JunctionKind.None, null, "a guess") },
        }),
        ["a leg against the direction"] = ("R4", "actors/V1/leg", Set("actors/V1/leg", Leaf.Derived<string?>("westbound", null, "a guess"))),
        ["a lane that is not there"] = ("R4", "actors/V1/lane_from_right", Set("actors/V1/lane_from_right", Leaf.Derived<int?>(3, null, "a guess"))),
        ["a stopped vehicle that strikes"] = ("R5", "impacts/1/striking", Set("actors/V1/movement", Leaf.Derived(Movement.ParkedOrDisabled, null, "a guess"))),
        ["the opposite direction"] = ("Q", "actors/V1/heading_deg", Set("actors/V1/heading_deg", Leaf.Stated<double?>(270, SampleCrash.Quote("traveling east")))),
        ["the direction of the other"] = ("Q", "actors/V2/heading_deg", Set("actors/V2/heading_deg", Leaf.Stated<double?>(90, SampleCrash.Quote("traveling east")))),
        ["six lanes of four"] = ("Q", "road/max_lanes", Set("road/max_lanes", Leaf.Stated<int?>(6, SampleCrash.Quote("four lane")))),
        ["two lanes of four"] = ("Q", "road/max_lanes", Set("road/max_lanes", Leaf.Stated<int?>(2, SampleCrash.Quote("four lane")))),
        ["a right turn that was a left one"] = ("Q", "actors/V2/actions/1/kind", Set("actors/V2/actions/1/kind", Leaf.Stated(ActionKind.TurnRight, SampleCrash.Quote("turned left")))),
        ["steering to the other side"] = ("Q", "actors/V1/avoidance", Set("actors/V1/avoidance", Leaf.Stated<IReadOnlyList<Avoidance>>([Avoidance.Brake, Avoidance.SteerLeft], SampleCrash.Quote("steered right")))),
        ["snow where it rained"] = ("Q", "environment/weather", Set("environment/weather", Leaf.Stated<IReadOnlyList<Weather>>([Weather.Snow], SampleCrash.Quote("raining")))),
        ["a dry road that was wet"] = ("Q", "environment/surface", Set("environment/surface", Leaf.Stated(Surface.Dry, SampleCrash.Quote("the road was wet")))),
        ["a side that the quote does not name"] = ("Q", "impacts/1/b/plane", Set("impacts/1/b/plane", Leaf.Stated(ContactPlane.Left, SampleCrash.Quote("the right side of Vehicle 2")))),
        ["a bus that is a pickup"] = ("Q", "actors/V2/type", Set("actors/V2/type", Leaf.Stated(ActorType.Bus, SampleCrash.Quote("pickup")))),
        ["an actor of the text that is missing"] = ("Q", "actors/V2", CountQuotes.Without(Good, "V2")),
        ["an actor twice under two ids"] = ("Q", "actors/V3", Good with { Actors = [.. Good.Actors, Good.Actors[1] with { Id = "V3" }] }),
        ["an actor out of nothing"] = ("Q", "actors/V3", Good with { Actors = [.. Good.Actors, new ActorRecord { Id = "V3" }] }),
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_is_found_at_its_place_by_its_rule(string what, string rule)
    {
        var (_, path, record) = Broken[what];

        var findings = RecordCheck.Check(record, SampleCrash.Text);

        Assert.Contains(findings, finding => finding.Rule == rule && finding.Path == path);
    }

    [Theory]
    [InlineData(90, 90, ContactPlane.Front, ContactPlane.Front, true)]
    [InlineData(90, 90, ContactPlane.Front, ContactPlane.Back, false)]
    [InlineData(90, 90, ContactPlane.Right, ContactPlane.Left, false)]
    [InlineData(90, 270, ContactPlane.Front, ContactPlane.Back, true)]
    [InlineData(90, 270, ContactPlane.Front, ContactPlane.Front, false)]
    [InlineData(90, 180, ContactPlane.Front, ContactPlane.Right, false)]
    [InlineData(90, 180, ContactPlane.Front, ContactPlane.Back, true)]
    public void Planes_that_two_straight_ways_forbid_are_found(double headingA, double headingB, ContactPlane a, ContactPlane b, bool wrong)
    {
        var record = new CrashRecord
        {
            Id = "two",
            TextSha256 = "00",
            Extractor = "hand 1",
            Actors = [Straight("V1", headingA), Straight("V2", headingB)],
            Impacts =
            [
                new ImpactRecord
                {
                    Order = 1,
                    A = new ContactRecord { Actor = "V1", Plane = Leaf.Assumed(a, "a test") },
                    B = new ContactRecord { Actor = "V2", Plane = Leaf.Assumed(b, "a test") },
                },
            ],
        };

        Assert.Equal(wrong, ContactRule.Check(record).Any());
    }

    [Fact]
    public void What_the_quote_supports_takes_the_place_of_a_wrong_value()
    {
        var mended = RecordMender.Mend(Broken["the opposite direction"].Record, SampleCrash.Text);

        Assert.Equal(90, mended.Actors[0].HeadingDeg.Value);
        Assert.True(RecordMender.IsSound(mended));
        var note = Assert.Single(mended.Findings);
        Assert.True(note.Mended);
        Assert.Empty(RecordCheck.Check(mended, SampleCrash.Text));
    }

    [Fact]
    public void A_quote_that_stands_elsewhere_is_put_in_its_place()
    {
        var record = Set("environment/lighting", Leaf.Stated(Lighting.Daylight, new TextSpan(3, 11, "daylight")));

        var mended = RecordMender.Mend(record, SampleCrash.Text);

        Assert.Equal(SampleCrash.Quote("daylight"), mended.Environment.Lighting.Evidence);
        Assert.True(RecordMender.IsSound(mended));
    }

    [Fact]
    public void What_cannot_be_mended_marks_the_record()
    {
        var mended = RecordMender.Mend(Broken["an actor of the text that is missing"].Record, SampleCrash.Text);

        Assert.False(RecordMender.IsSound(mended));
        Assert.Contains(mended.Findings, finding => finding is { Path: "actors/V2", Mended: false });
    }

    [Fact]
    public void After_mending_every_error_is_either_healed_or_still_a_finding()
    {
        foreach (var (what, (_, _, record)) in Broken)
        {
            var mended = RecordMender.Mend(record, SampleCrash.Text);

            Assert.NotEmpty(mended.Findings);
            Assert.Equal(RecordCheck.Check(mended with { Findings = [] }, SampleCrash.Text).Count == 0, RecordMender.IsSound(mended));
            Assert.True(mended.Findings.Any(finding => finding.Mended) || !RecordMender.IsSound(mended), what);
        }
    }

    [Fact]
    public void Mending_a_sound_record_changes_nothing() => Assert.Equal(CrashJson.Write(Good), CrashJson.Write(RecordMender.Mend(Good, SampleCrash.Text)));

    [Fact]
    public void Findings_of_other_rules_are_kept()
    {
        var finding = new RecordFinding("R7", "scenario", "the solver found no way");

        Assert.Equal([finding], RecordMender.Mend(Good with { Findings = [finding] }, SampleCrash.Text).Findings);
    }

    [Fact]
    public void Every_kind_of_planted_error_is_found_in_the_sample_for_many_seeds()
    {
        var scores = new ValidationScores();
        for (ulong seed = 0; seed < 20; seed++) scores.Add(Good, SampleCrash.Text, seed);

        Assert.Equal(0, scores.Alarmed);
        Assert.Equal((80, 80), (scores.All.Planted, scores.All.Detected));
    }

    [Fact]
    public void A_planted_error_is_one_error_and_the_same_for_the_same_seed()
    {
        foreach (var kind in Enum.GetValues<PlantedKind>())
        {
            var first = ErrorPlanter.Plant(Good, kind, new RandomStream(3))!;
            var again = ErrorPlanter.Plant(Good, kind, new RandomStream(3))!;

            Assert.Equal(CrashJson.Write(first.Record), CrashJson.Write(again.Record));
            Assert.NotEqual(CrashJson.Write(Good), CrashJson.Write(first.Record));
        }
    }

    private static ActorRecord Straight(string id, double heading) =>
        new() { Id = id, HeadingDeg = Leaf.Assumed<double?>(heading, "a test"), Movement = Leaf.Assumed(Movement.GoingStraight, "a test") };

    private static CrashRecord Set<T>(string path, Leaf<T> leaf) => LeafMap.Replace(Good, path, leaf);

    private static CrashRecord Impact(ImpactRecord impact) => Good with { Impacts = [impact] };
}
