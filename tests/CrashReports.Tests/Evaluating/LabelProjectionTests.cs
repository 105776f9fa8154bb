using System.Text.Json;
using Sim.Plugins.CrashReports.Evaluating;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports;

public sealed class LabelProjectionTests
{
    private const string Text = "V1 turned left.";
    private static readonly TextSpan Quote = TextSpan.Of(Text, 0, 2);

    [Fact]
    public void An_empty_record_answers_unknown_everywhere()
    {
        var labels = LabelProjection.Project(Record());

        string json = JsonSerializer.Serialize(labels, LabelJson.Default.ReportLabels);

        Assert.Equal(
            """
            {"weather":[],"lighting":[],"surface":[],"speed_limit_kmh":[],"max_lanes":null,"junction":[],"road_group":"unknown","divided":null,"one_way":null,"curve":null,"vehicle_count":0,"crash_class":"unknown","vehicles":{},"first_impact":{"contact_area":{},"striking_vehicle":null,"object":null}}
            """.Trim(), json);
    }

    [Fact]
    public void Sets_and_words_take_the_vocabulary_of_the_labels()
    {
        var record = Record() with
        {
            Environment = new EnvironmentRecord
            {
                Weather = Leaf.Stated<IReadOnlyList<Weather>>([Weather.Rain, Weather.Cloudy], Quote),
                Lighting = Leaf.Stated(Lighting.DarkUnlighted, Quote),
                Surface = Leaf.Stated(Surface.Wet, Quote),
            },
            Road = new RoadRecord
            {
                Topology = Leaf.Stated(Topology.TJunction, Quote),
                Junction = Leaf.Stated(JunctionKind.Intersection, Quote),
                MaxLanes = Leaf.Stated<int?>(9, Quote),
                SpeedLimitsKmh = Leaf.Stated<IReadOnlyList<double>>([72.4, 40.2], Quote),
            },
            CrashClass = Leaf.Stated(CrashClass.TurnAcrossPath, Quote),
        };

        var labels = LabelProjection.Project(record);

        Assert.Equal(["cloudy", "rain"], labels.Weather);
        Assert.Equal(["dark_unlighted"], labels.Lighting);
        Assert.Equal(["wet"], labels.Surface);
        Assert.Equal("t_junction", labels.RoadGroup);
        Assert.Equal(["intersection"], labels.Junction);
        Assert.Equal(7, labels.MaxLanes);
        Assert.Equal([40, 72], labels.SpeedLimitKmh);
        Assert.Equal("turn_across_path", labels.CrashClass);
        Assert.False(labels.Divided);
        Assert.False(labels.Curve);
    }

    [Fact]
    public void A_vehicle_takes_limit_control_and_lanes_from_its_leg()
    {
        var record = Record() with
        {
            Road = new RoadRecord
            {
                Legs =
                [
                    new LegRecord
                    {
                        Id = "northbound", HeadingDeg = Leaf.Stated<double?>(0, Quote), LanesIn = Leaf.Stated<int?>(2, Quote), SpeedLimitKmh = Leaf.Stated<double?>(80, Quote),
                        Control = Leaf.Stated<IReadOnlyList<Control>>([Control.Stop, Control.Flashing], Quote),
                    },
                    new LegRecord { Id = "southbound", HeadingDeg = Leaf.Stated<double?>(180, Quote), LanesIn = Leaf.Stated<int?>(3, Quote) },
                ],
            },
            Actors = [Actor("V1") with { Leg = Leaf.Stated<string?>("northbound", Quote), LaneFromRight = Leaf.Stated<int?>(2, Quote), RightOfWay = Leaf.Derived(RightOfWay.NotApplicable, null, "") }],
        };

        var vehicle = LabelProjection.Project(record).Vehicles["V1"];

        Assert.Equal(80, vehicle.SpeedLimitKmh);
        Assert.Equal(["flashing", "stop_sign"], vehicle.TrafficControl);
        Assert.Equal(5, vehicle.Lanes);
        Assert.Equal(2, vehicle.LaneFromRight);
        Assert.Equal("not applicable", vehicle.RightOfWay);
    }

    [Theory]
    [InlineData(Movement.TurningLeft, new ActionKind[0], CrashClass.Unknown, "turn_left")]
    [InlineData(Movement.UTurn, new ActionKind[0], CrashClass.Unknown, "turn_left")]
    [InlineData(Movement.LeavingParking, new[] { ActionKind.TurnLeft }, CrashClass.TurnAcrossPath, "leaving_parking")]
    [InlineData(Movement.Stopped, new[] { ActionKind.Stop, ActionKind.TurnLeft }, CrashClass.TurnIntoPath, "turn_left")]
    [InlineData(Movement.GoingStraight, new[] { ActionKind.ChangeLaneRight }, CrashClass.Sideswipe, "change_lane")]
    [InlineData(Movement.NegotiatingCurve, new[] { ActionKind.CrossCentre }, CrashClass.HeadOn, "drift_out_of_lane")]
    [InlineData(Movement.GoingStraight, new[] { ActionKind.CrossCentre }, CrashClass.TurnAcrossPath, "straight")]
    [InlineData(Movement.GoingStraight, new[] { ActionKind.DepartRoad }, CrashClass.RoadDeparture, "depart_road")]
    [InlineData(Movement.Stopped, new ActionKind[0], CrashClass.RearEnd, "stopped")]
    [InlineData(Movement.Stopped, new[] { ActionKind.CrossStraight }, CrashClass.StraightPaths, "straight_from_stop")]
    [InlineData(Movement.ParkedOrDisabled, new ActionKind[0], CrashClass.RearEnd, "stopped")]
    [InlineData(Movement.Decelerating, new ActionKind[0], CrashClass.RearEnd, "decelerating")]
    [InlineData(Movement.NegotiatingCurve, new ActionKind[0], CrashClass.RearEnd, "straight")]
    [InlineData(Movement.Unknown, new ActionKind[0], CrashClass.Unknown, "unknown")]
    public void The_manoeuvre_is_that_of_the_first_rule_that_fits(Movement movement, ActionKind[] actions, CrashClass crash, string expected)
    {
        var actor = Actor("V1") with { Movement = Leaf.Derived(movement, null, ""), Actions = [.. actions.Select(a => new ActionRecord { Kind = Leaf.Stated(a, Quote) })] };

        IReadOnlyList<ImpactRecord> impacts = crash == CrashClass.Unknown ? [] : [new ImpactRecord { Order = 1, A = Contact("V1", ContactPlane.Front), B = Contact("V2", ContactPlane.Front) }];

        string found = LabelProjection.Manoeuvre(Record() with { CrashClass = Leaf.Derived(crash, null, ""), Impacts = impacts }, actor);

        Assert.Equal(expected, found);
    }

    [Fact]
    public void What_was_only_meant_or_came_after_the_impact_is_no_manoeuvre()
    {
        var actor = Actor("V2") with
        {
            Movement = Leaf.Stated(Movement.Stopped, Quote),
            Actions =
            [
                new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnLeft, Quote), Executed = false },
                new ActionRecord { Kind = Leaf.Stated(ActionKind.TurnRight, Quote), BeforeImpact = false },
            ],
        };

        Assert.Equal("stopped", LabelProjection.Manoeuvre(Record(), actor));
    }

    [Theory]
    [InlineData(ContactPlane.Front, ContactPlane.Left, "V1")]
    [InlineData(ContactPlane.Back, ContactPlane.Front, "V2")]
    [InlineData(ContactPlane.Front, ContactPlane.Front, null)]
    [InlineData(ContactPlane.Right, ContactPlane.Left, null)]
    public void The_striking_vehicle_is_the_only_one_hit_at_its_front(ContactPlane first, ContactPlane second, string? striking)
    {
        var impact = new ImpactRecord { Order = 1, A = Contact("V1", first), B = Contact("V2", second), Striking = Leaf.Stated<string?>("V2", Quote) };

        var labels = LabelProjection.Project(Record() with { Impacts = [impact] }).FirstImpact;

        Assert.Equal(striking, labels.StrikingVehicle);
        Assert.Equal(2, labels.ContactArea.Count);
    }

    [Fact]
    public void A_side_that_is_only_guessed_is_no_answer()
    {
        var guess = new ContactRecord { Actor = "V2", Plane = Leaf.Derived(ContactPlane.Left, Quote, "a guess", 0.4) };
        var impact = new ImpactRecord { Order = 1, A = Contact("V1", ContactPlane.Front), B = guess };

        var labels = LabelProjection.Project(Record() with { Impacts = [impact] }).FirstImpact;

        Assert.Equal("front", labels.ContactArea["V1"]);
        Assert.Null(labels.ContactArea["V2"]);
    }

    [Fact]
    public void The_first_impact_may_be_with_an_object()
    {
        var wall = new ImpactRecord { Order = 1, A = Contact("V1", ContactPlane.Left), B = new ContactRecord { Obstacle = "wall" } };
        var later = new ImpactRecord { Order = 2, A = Contact("V1", ContactPlane.Front), B = Contact("V2", ContactPlane.Front) };

        var labels = LabelProjection.Project(Record() with { Impacts = [later, wall] }).FirstImpact;

        Assert.Equal("left", Assert.Single(labels.ContactArea).Value);
        Assert.Equal("wall", labels.Object);
        Assert.Null(labels.StrikingVehicle);
    }

    [Fact]
    public void Pedestrians_and_animals_are_no_vehicles()
    {
        var labels = LabelProjection.Project(Record() with { Actors = [Actor("V1"), Actor("P1"), Actor("A1"), Actor("C1")] });

        Assert.Equal(1, labels.VehicleCount);
        Assert.Equal("V1", Assert.Single(labels.Vehicles).Key);
    }

    private static CrashRecord Record() => new() { Id = "one", TextSha256 = "", Extractor = "test" };

    private static ActorRecord Actor(string id) => new() { Id = id };

    private static ContactRecord Contact(string actor, ContactPlane plane) => new() { Actor = actor, Plane = Leaf.Stated(plane, Quote) };
}
