namespace Sim.Tests.Templates;

/// <summary>An ego that keeps its speed is hit where the protocol says.</summary>
public sealed class ContactLocationTests
{
    private const double ToleranceM = 0.05;

    [Theory]
    [InlineData("euro-ncap/ccrs", "10 km/h", "100 %")]
    [InlineData("euro-ncap/ccrs", "50 km/h", "50 %")]
    [InlineData("euro-ncap/ccrs", "35 km/h", "-75 %")]
    [InlineData("euro-ncap/ccrm", "30 km/h", "75 %")]
    [InlineData("euro-ncap/ccrm", "80 km/h", "-50 %")]
    public void Rear_end_overlap_is_the_share_of_the_ego_width(string template, string speed, string overlap)
    {
        var scenario = TemplateRuns.Single(template, ("speed", speed), ("overlap", overlap));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts[0];
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);
        var (body, other) = (scenario.Ego.Body, scenario.Actors[1].Body);

        Assert.Equal(4.023, other.LengthM);
        Assert.Equal(1.712, other.WidthM);
        Assert.Equal(0, target.X - other.LengthM / 2 - (ego.X + body.LengthM / 2), ToleranceM);
        double share = Quantity.Parse(overlap).Si;
        if (Math.Abs(share) == 1)
        {
            Assert.Equal(ego.Y, target.Y, 1e-9);
            return;
        }

        double low = Math.Max(ego.Y - body.WidthM / 2, target.Y - other.WidthM / 2);
        double high = Math.Min(ego.Y + body.WidthM / 2, target.Y + other.WidthM / 2);
        Assert.Equal(Math.Abs(share) * body.WidthM, high - low, ToleranceM);
        Assert.Equal(Math.Sign(-share), Math.Sign(target.Y - ego.Y));
    }

    [Theory]
    [InlineData("12 m", "2 m/s^2")]
    [InlineData("40 m", "6 m/s^2")]
    public void The_braking_target_is_met_when_its_gap_is_closed(string headway, string decel)
    {
        var scenario = TemplateRuns.Single("euro-ncap/ccrb", ("headway", headway), ("decel", decel));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts[0];
        var start = TemplateRuns.At(recording, "ego", 0);
        double gap = Quantity.Parse(headway).Si, rate = Quantity.Parse(decel).Si, speed = 50 / 3.6, final = 2 / 3.6;

        // By hand: the gap closes by rate t²/2 until the target has its final speed, then at the difference of speeds.
        double braking = (speed - final) / rate;
        double closed = rate * braking * braking / 2;
        double after = gap <= closed ? Math.Sqrt(2 * gap / rate) : braking + (gap - closed) / (speed - final);
        Assert.Equal(3 + after, contact.TimeUs * 1e-6, 0.005);
        Assert.Equal(gap, TemplateRuns.At(recording, "target", 0).X - 4.023 / 2 - (start.X + scenario.Ego.Body.LengthM / 2), 1e-9);
    }

    [Theory]
    [InlineData("euro-ncap/cpna", "10 km/h", "25 %", 1)]
    [InlineData("euro-ncap/cpna", "60 km/h", "75 %", 1)]
    [InlineData("euro-ncap/cpna", "35 km/h", "25 %", 1)]
    [InlineData("euro-ncap/cpfa", "10 km/h", "50 %", -1)]
    [InlineData("euro-ncap/cpfa", "55 km/h", "10 %", -1)]
    [InlineData("euro-ncap/cpnco", "40 km/h", "50 %", 1)]
    [InlineData("euro-ncap/cbna", "25 km/h", "50 %", 1)]
    [InlineData("euro-ncap/cbnao", "60 km/h", "90 %", 1)]
    [InlineData("euro-ncap/cbfa", "45 km/h", "75 %", -1)]
    [InlineData("euro-ncap/cccscp", "30 km/h", "50 %", 1)]
    [InlineData("euro-ncap/cmcscp", "60 km/h", "25 %", 1)]
    [InlineData("r157/pedestrian", "16 m/s", "75 %", 1)]
    [InlineData("nhtsa/animal-no-maneuver", "50 km/h", "25 %", 1)]
    public void A_crossing_target_meets_the_front_at_the_impact_location(string template, string speed, string impact, int side)
    {
        var scenario = One(template, ("speed", speed), ("impact", impact));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts.First(c => c.B == "target");
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);
        var (body, other) = (scenario.Ego.Body, scenario.Actors[1].Body);

        double expected = side * (Quantity.Parse(impact).Si * body.WidthM - body.WidthM / 2);
        Assert.Equal(expected, target.Y - ego.Y, ToleranceM);
        Assert.Equal(body.LengthM / 2 + other.WidthM / 2, target.X - ego.X, ToleranceM);
    }

    [Theory]
    [InlineData("20 m/s", "17 m/s", "2.85 s", "left")]
    [InlineData("36 m/s", "25 m/s", "3.5 s", "right")]
    public void A_cut_in_begins_at_its_time_to_collision_and_ends_in_the_middle_of_the_rear(string speed, string slower, string ttc, string from)
    {
        var scenario = TemplateRuns.Single("r157/cut-in", ("speed", speed), ("target_speed", slower), ("ttc", ttc), ("from", from));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var (body, other) = (scenario.Ego.Body, scenario.Actors[1].Body);
        var ego = TemplateRuns.At(recording, "ego", 4_000_000);
        var target = TemplateRuns.At(recording, "target", 4_000_000);
        double gap = target.X - ego.X - (body.LengthM + other.LengthM) / 2;
        Assert.Equal(Quantity.Parse(ttc).Si, gap / (ego.SpeedMps - target.SpeedMps), 1e-6);
        Assert.Equal(from == "left" ? 3.5 : -3.5, target.Y, 1e-6);

        var contact = recording.Contacts[0];
        Assert.Equal(TemplateRuns.At(recording, "ego", contact.TimeUs).Y, TemplateRuns.At(recording, "target", contact.TimeUs).Y, ToleranceM);
    }

    [Theory]
    [InlineData("euro-ncap/cpta", "10 km/h", "left", "near")]
    [InlineData("euro-ncap/cpta", "20 km/h", "left", "far")]
    [InlineData("euro-ncap/cpta", "15 km/h", "right", "near")]
    [InlineData("nhtsa/pedalcyclist-maneuver", "20 km/h", "right", "far")]
    public void After_a_turn_the_crossing_target_meets_the_front_at_the_impact_location(string template, string speed, string turn, string from)
    {
        var scenario = One(template, ("speed", speed), ("impact", "25 %"), ("turn", turn), ("from", from));
        var recording = TemplateRuns.FollowRoute(scenario);
        var contact = recording.Contacts.First(c => c.B == "target");
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);
        var (body, other) = (scenario.Ego.Body, scenario.Actors[1].Body);

        var seen = ego.Pose.PointToBody(target.Pose.Position);
        Assert.Equal((from == "near" ? 1 : -1) * (0.25 * body.WidthM - body.WidthM / 2), seen.Y, ToleranceM);
        Assert.Equal(body.LengthM / 2 + other.WidthM / 2, seen.X, ToleranceM);
    }

    [Theory]
    [InlineData("euro-ncap/ccftap", "10 km/h", "30 km/h")]
    [InlineData("euro-ncap/ccftap", "15 km/h", "60 km/h")]
    [InlineData("euro-ncap/ccftap", "20 km/h", "45 km/h")]
    [InlineData("euro-ncap/cmftap", "20 km/h", "45 km/h")]
    public void Turning_across_the_path_the_middles_of_both_fronts_meet(string template, string speed, string target)
    {
        var scenario = TemplateRuns.Single(template, ("speed", speed), ("target_speed", target));
        var recording = TemplateRuns.FollowRoute(scenario);
        var ego = TemplateRuns.At(recording, "ego", 6_000_000).Pose.PointToWorld(new(scenario.Ego.Body.LengthM / 2, 0));
        var other = TemplateRuns.At(recording, "target", 6_000_000).Pose.PointToWorld(new(scenario.Actors[1].Body.LengthM / 2, 0));

        Assert.Equal(0, ego.DistanceTo(other), ToleranceM);
        Assert.InRange(recording.Contacts[0].TimeUs, 5_000_000, 6_001_000);
    }

    [Theory]
    [InlineData("euro-ncap/ccfhos", "50 km/h", "100 %")]
    [InlineData("euro-ncap/ccfhos", "70 km/h", "25 %")]
    [InlineData("euro-ncap/ccfhol", "50 km/h", "75 %")]
    [InlineData("euro-ncap/ccfhol", "70 km/h", "50 %")]
    public void Head_on_the_targets_centre_is_at_the_impact_location(string template, string speed, string impact)
    {
        var scenario = TemplateRuns.Single(template, ("speed", speed), ("impact", impact));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts[0];
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);

        Assert.Equal(Quantity.Parse(impact).Si * scenario.Ego.Body.WidthM - scenario.Ego.Body.WidthM / 2, target.Y - ego.Y, ToleranceM);
        Assert.Equal(0, target.X - 4.023 / 2 - (ego.X + scenario.Ego.Body.LengthM / 2), ToleranceM);
    }

    [Theory]
    [InlineData("euro-ncap/cpla", "25 %")]
    [InlineData("euro-ncap/cbla", "50 %")]
    [InlineData("euro-ncap/cmrs", "25 %")]
    [InlineData("euro-ncap/cmrb", "50 %")]
    [InlineData("nhtsa/object-no-maneuver", "75 %")]
    public void Ahead_the_targets_centre_is_at_the_impact_location_from_the_near_side(string template, string impact)
    {
        var scenario = One(template, ("speed", "50 km/h"), ("impact", impact));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts[0];
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);

        Assert.Equal(Quantity.Parse(impact).Si * scenario.Ego.Body.WidthM - scenario.Ego.Body.WidthM / 2, target.Y - ego.Y, ToleranceM);
    }

    [Theory]
    [InlineData("euro-ncap/cpna", 5.3, 2.1)]
    [InlineData("euro-ncap/cbfa", 3.6, 1.5)]
    public void The_impact_location_follows_the_vehicle(string template, double length, double width)
    {
        var request = TemplateRuns.Request(template, ("speed", "40 km/h"), ("impact", "25 %")) with
        {
            Vehicle = VehicleSpec.Sedan with { LengthM = length, WidthM = width },
        };
        var recording = TemplateRuns.KeepSpeed(TemplateRuns.Generate(request, Assert.Single(TemplateRuns.Plan(request))));
        var contact = recording.Contacts[0];

        double across = TemplateRuns.At(recording, "target", contact.TimeUs).Y - TemplateRuns.At(recording, "ego", contact.TimeUs).Y;
        Assert.Equal(0.25 * width, Math.Abs(across), ToleranceM);
    }

    [Fact]
    public void Behind_a_reversing_ego_the_pedestrian_meets_the_rear()
    {
        var scenario = One("euro-ncap/cpra", ("speed", "8 km/h"), ("impact", "25 %"), ("from", "near"));
        var recording = TemplateRuns.KeepSpeed(scenario);
        var contact = recording.Contacts[0];
        var ego = TemplateRuns.At(recording, "ego", contact.TimeUs);
        var target = TemplateRuns.At(recording, "target", contact.TimeUs);
        var body = scenario.Ego.Body;

        // Near is the right hand in the direction of motion, which is the ego's left.
        Assert.Equal(body.WidthM / 2 - 0.25 * body.WidthM, target.Y - ego.Y, ToleranceM);
        Assert.Equal(-(body.LengthM + scenario.Actors[1].Body.WidthM) / 2, target.X - ego.X, ToleranceM);
    }

    [Theory]
    [MemberData(nameof(TemplateGeneratorTests.All), MemberType = typeof(TemplateGeneratorTests))]
    public void An_ego_that_does_not_react_is_hit_and_not_before_a_second_has_passed(string name)
    {
        var request = TemplateRuns.Request(name);
        var keys = TemplateRuns.Plan(request);
        foreach (var key in (CaseKey[])[keys[0], keys[keys.Count / 2], keys[^1]])
        {
            var scenario = TemplateRuns.Generate(request, key);
            var recording = TemplateRuns.Turns(scenario) ? TemplateRuns.FollowRoute(scenario) : TemplateRuns.KeepSpeed(scenario);

            var contact = recording.Contacts.FirstOrDefault(c => c.A == "ego");
            Assert.True(contact is not null, $"{name} {key.Label}: no contact");
            Assert.InRange(contact.TimeUs, 1_500_000, scenario.HorizonUs - 1_000_000);
            Assert.DoesNotContain(recording.Contacts, c => c.A != "ego" && c.TimeUs < contact.TimeUs);
        }
    }

    // The first of the cases that a request stands for: what is not given does not matter here.
    private static Scenario One(string template, params (string Name, string Value)[] with)
    {
        var request = TemplateRuns.Request(template, with);
        return TemplateRuns.Generate(request, TemplateRuns.Plan(request)[0]);
    }
}
