using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>A text with the record that a careful reader makes of it.</summary>
internal static class SampleCrash
{
    public const string Text =
        "The crash occurred at a four-way intersection with traffic signals. The east/west roadway is a four lane undivided road with a speed limit of 64 km/h (40 mph). " +
        "It was raining, the road was wet and it was daylight. Vehicle 1, a 2004 Honda Civic, was traveling east in the left lane at 45 mph. " +
        "Vehicle 2, a 1999 Ford Ranger pickup, was traveling west and turned left in front of Vehicle 1. Vehicle 1 braked and steered right. " +
        "The front of Vehicle 1 struck the right side of Vehicle 2.";

    public static CrashRecord Record { get; } = new()
    {
        Id = "sample",
        TextSha256 = "00",
        Extractor = "hand 1",
        Environment = new EnvironmentRecord
        {
            Weather = Leaf.Stated<IReadOnlyList<Weather>>([Weather.Rain], Quote("raining")),
            Lighting = Leaf.Stated(Lighting.Daylight, Quote("daylight")),
            Surface = Leaf.Stated(Surface.Wet, Quote("the road was wet")),
        },
        Road = new RoadRecord
        {
            Topology = Leaf.Stated(Topology.FourWay, Quote("four-way intersection")),
            Junction = Leaf.Stated(JunctionKind.Intersection, Quote("intersection")),
            MaxLanes = Leaf.Stated<int?>(4, Quote("four lane")),
            SpeedLimitsKmh = Leaf.Stated<IReadOnlyList<double>>([64], Quote("64 km/h (40 mph)")),
            Legs =
            [
                new LegRecord
                {
                    Id = "eastbound",
                    HeadingDeg = Leaf.Derived<double?>(90, Quote("east/west roadway"), "the road's name"),
                    LanesIn = Leaf.Derived<int?>(2, Quote("four lane undivided"), "half of the lanes"),
                    Divided = Leaf.Stated<bool?>(false, Quote("undivided")),
                    SpeedLimitKmh = Leaf.Stated<double?>(64, Quote("64 km/h")),
                    Control = Leaf.Stated<IReadOnlyList<Control>>([Control.Signal], Quote("traffic signals")),
                },
                new LegRecord { Id = "westbound", HeadingDeg = Leaf.Derived<double?>(270, Quote("east/west roadway"), "the road's name") },
            ],
        },
        Actors =
        [
            new ActorRecord
            {
                Id = "V1",
                Type = Leaf.Derived(ActorType.Car, Quote("2004 Honda Civic"), "the model"),
                Description = Leaf.Stated<string?>("2004 Honda Civic", Quote("2004 Honda Civic")),
                Leg = Leaf.Derived<string?>("eastbound", Quote("traveling east"), "its direction"),
                LaneFromRight = Leaf.Derived<int?>(2, Quote("left lane"), "two lanes"),
                HeadingDeg = Leaf.Stated<double?>(90, Quote("traveling east")),
                SpeedKmh = Leaf.Stated<double?>(72, Quote("45 mph")),
                Movement = Leaf.Derived(Movement.GoingStraight, Quote("traveling east"), "nothing else is told"),
                Avoidance = Leaf.Stated<IReadOnlyList<Avoidance>>([Avoidance.Brake, Avoidance.SteerRight], Quote("braked and steered right")),
            },
            new ActorRecord
            {
                Id = "V2",
                Type = Leaf.Stated(ActorType.Pickup, Quote("pickup")),
                Description = Leaf.Stated<string?>("1999 Ford Ranger pickup", Quote("1999 Ford Ranger pickup")),
                Leg = Leaf.Derived<string?>("westbound", Quote("traveling west"), "its direction"),
                HeadingDeg = Leaf.Stated<double?>(270, Quote("traveling west")),
                Movement = Leaf.Derived(Movement.TurningLeft, Quote("turned left"), "its action"),
                Actions = [new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnLeft, Quote("turned left")) }],
            },
        ],
        Impacts =
        [
            new ImpactRecord
            {
                Order = 1,
                A = new ContactRecord { Actor = "V1", Plane = Leaf.Stated(ContactPlane.Front, Quote("The front of Vehicle 1")) },
                B = new ContactRecord { Actor = "V2", Plane = Leaf.Stated(ContactPlane.Right, Quote("the right side of Vehicle 2")) },
                Striking = Leaf.Derived<string?>("V1", Quote("The front of Vehicle 1 struck"), "its front"),
            },
        ],
        CrashClass = Leaf.Derived(CrashClass.TurnAcrossPath, Quote("turned left in front of Vehicle 1"), "a turn before an oncoming vehicle"),
    };

    public static TextSpan Quote(string words)
    {
        int at = Text.IndexOf(words, StringComparison.Ordinal);
        return TextSpan.Of(Text, at, at + words.Length);
    }
}
