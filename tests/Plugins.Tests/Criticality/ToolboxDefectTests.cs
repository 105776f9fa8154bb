using Sim.Geometry;
using Sim.Plugins.Criticality.Approach;
using Sim.Plugins.Criticality.Collision;
using Sim.Plugins.Criticality.Evasion;
using Sim.Plugins.Criticality.Following;
using Sim.Plugins.Criticality.Impact;

namespace Sim.Tests;

/// <summary>
/// Where Sim differs from CommonRoad-CriMe 0.4.2 on purpose, and why Sim is right (docs/criticality.md lists them). Comments say what the toolbox does.
/// </summary>
public class ToolboxDefectTests
{
    // It takes the size of the other's acceleration without its sign: a lead that brakes counts as speeding away, and there is no time to collision.
    [Fact]
    public void A_hard_braking_lead_has_a_finite_time_to_collision()
    {
        // 20 m, both 15 m/s, the lead brakes with 6 m/s²: it stands after 2.5 s and 18.75 m; the ego needs 38.75 m at 15 m/s.
        Assert.Equal(38.75 / 15, PathMath.TimeToCollision(20, 15, 0, 15, -6), 12);

        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 15, 2), Drive.Along("lead", 24, 0, 15, 2, -6)));
        Assert.InRange(Drive.Value(assessment, "min_ttc_ca"), 2.4, 2.6);
        Assert.InRange(Drive.Value(assessment, "max_a_long_req"), 2, 4);
    }

    // It lets a braking lead drive backwards once it has stopped.
    [Fact]
    public void A_lead_that_has_stopped_stays_where_it_is()
    {
        // The lead stands after 1 s and 5 m. The ego at 5 m/s has 15 m to go: 3 s. Reversing, the lead would meet it after 2 s.
        Assert.Equal(3, PathMath.TimeToCollision(10, 5, 0, 10, -10), 12);
    }

    // It squares the relative speed without asking for its sign.
    [Fact]
    public void An_opening_gap_needs_no_braking()
    {
        Assert.Equal(0, PathMath.RequiredDeceleration(20, 10, 20, 0));
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 10, 5), Drive.Along("lead", 24, 0, 20, 5)));
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(assessment, "max_a_long_req").State);
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(assessment, "max_btn").State);
    }

    // It adds the speeds that it should subtract: driving side by side at 10 m/s is to it a change of velocity by 10 m/s.
    [Fact]
    public void Two_cars_side_by_side_at_the_same_speed_have_no_change_of_velocity_to_fear()
    {
        Assert.Equal(0, Severity.DeltaVMps(1500, 1500, new Vector2d(10, 0) - new Vector2d(10, 0)));
        Assert.Equal(10, Severity.DeltaVMps(1500, 1500, new Vector2d(10, 0) - new Vector2d(-10, 0)));
    }

    // It gives "never" when both are on the conflict area at the same time: the worst of all looks harmless.
    [Fact]
    public void Both_on_the_crossing_at_once_is_the_shortest_encroachment_time_not_none()
    {
        var pet = Drive.Of(Drive.Assess(Drive.Recording(Drive.Along("ego", -10, 0, 10, 30), Drive.Along("other", 0, -10, 10, 30, headingRad: Math.PI / 2))), "min_pet");
        Assert.Equal(0, pet.Value);
        Assert.Equal("both are there at once", pet.Reason);
    }

    // Its parentheses make the index something other than an energy.
    [Fact]
    public void The_conflict_index_of_two_that_meet_is_the_energy_that_the_collision_releases()
    {
        // Two cars of 1500 kg at right angles with 10 m/s each: before 150 kJ, after a plastic collision 2 × 1500 kg at 5 m/s each way, 75 kJ.
        Assert.Equal(75_000, Severity.EnergyLossJ(1500, 1500, new Vector2d(10, -10)), 6);
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", -10, 0, 10, 30), Drive.Along("other", 0, -10, 10, 30, headingRad: Math.PI / 2)));
        Assert.Equal(75_000, Drive.Value(assessment, "max_ci"), 3);
    }

    // It multiplies the whole lateral relative speed by the sine of the ego's heading: on a road along x that is always 0; and it measures the offset from
    // the ego to the ego, which is 0 on any road.
    [Fact]
    public void Lateral_speed_and_offset_count_for_the_required_lateral_acceleration()
    {
        // Half widths 2 m together, 2 s to go. Standing in the middle: 2·2/2² = 1 m/s². 1 m to the side: 0.5. Moving on to 1.5 m by then: 0.25.
        Assert.Equal(1, PathMath.RequiredLateral(0, 0, 0, 2, 2), 12);
        Assert.Equal(0.5, PathMath.RequiredLateral(1, 0, 0, 2, 2), 12);
        Assert.Equal(0.25, PathMath.RequiredLateral(1, 0.25, 0, 2, 2), 12);
        Assert.Equal(0, PathMath.RequiredLateral(1, 0.5, 0, 2, 2), 12);
    }

    // It takes the first positive root that numpy lists, which with three of them is the largest; without any it crashes.
    [Fact]
    public void The_worst_time_to_collision_is_the_smallest_root()
    {
        // 10 m apart, closing at 60 m/s, radii 2 m together, 10 m/s² both: |10 - 60 t| = 2 + 10 t².
        double found = WorstCase.Time(10, 0, -60, 0, 2, 20);
        Assert.Equal(8, 60 * found + 10 * found * found, 9);
        Assert.True(found < 0.14);
        // Passed and parting for good when nobody can accelerate: never.
        Assert.Equal(double.PositiveInfinity, WorstCase.Time(10, 0, 60, 0, 2, 0));
        Assert.Equal(8 / 60.0, WorstCase.Time(10, 0, -60, 0, 2, 0), 12);
        Assert.Equal(0, WorstCase.Time(1, 1, 60, 0, 2, 20));
    }

    // One disc of a third of the length stands for the car: two cars that overlap at the bumpers still have time.
    [Fact]
    public void The_worst_time_to_collision_covers_the_whole_box()
    {
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 0, 1), Drive.Along("other", 3.9, 0, 0, 1)));
        Assert.Equal(0, Drive.Value(assessment, "min_wttc"));
    }

    // It subtracts half the length from both coordinates of the other's place.
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-2.5)]
    public void The_distance_headway_does_not_depend_on_where_the_road_leads(double turnRad)
    {
        var recording = Drive.Moved(Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 34, 0, 20, 5)), 3, -7, turnRad);
        Assert.Equal(30, Drive.Value(Drive.Assess(recording), "min_hw"), 9);
    }

    // It takes half the length of a car across the road for its extent along it.
    [Fact]
    public void A_box_across_the_road_reaches_as_far_along_it_as_it_is_wide()
    {
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 20, 1), Drive.Along("lead", 34, 0, 0, 1, headingRad: Math.PI / 2));
        Assert.Equal(34 - 2 - 1, Drive.Value(Drive.Assess(recording), "min_hw"), 9);
    }

    // Its headway is "never" unless the recorded ego gets to the other's place.
    [Fact]
    public void A_headway_needs_no_ego_that_gets_there()
    {
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 5), Drive.Along("lead", 34, 0, 20, 5)));
        Assert.Equal(1.5, Drive.Value(assessment, "min_thw"), 9);
        Assert.Equal(MeasuredState.NoConflict, Drive.Of(assessment, "min_thw_traj").State);
        var longer = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 30), Drive.Along("lead", 34, 0, 20, 30)));
        Assert.Equal(1.5, Drive.Value(longer, "min_thw_traj"), 9);
    }

    // Inside the safety time its value is negative, and as the worst is the largest, the least critical of all.
    [Fact]
    public void Inside_the_safety_time_is_the_worst_not_the_best()
    {
        Assert.Equal(double.PositiveInfinity, PathMath.ToSafetyTime(10, 20, 15, 2));
        Assert.Equal(3 * 25 / (2 * 20.0), PathMath.ToSafetyTime(50, 20, 15, 2), 12);
        var assessment = Drive.Assess(Drive.Recording(Drive.Along("ego", 0, 0, 20, 2), Drive.Along("lead", 14, 0, 15, 2)));
        Assert.Equal(MeasuredState.TooLate, Drive.Of(assessment, "max_dst").State);
    }

    // It averages densities of the colliding samples, which may exceed 1.
    [Fact]
    public void A_probability_of_collision_is_a_probability()
    {
        var wall = Drive.Recording(Drive.Along("ego", 0, 0, 20, 40), Drive.Along("wall", 20, 0, 0, 40) with { Body = new(2, 60) });
        var measured = Drive.Of(Drive.Assess(wall, ("metrics", "max_p_mc")), "max_p_mc");
        Assert.Equal(1, measured.Value);
        Assert.InRange(measured.Inputs.Single(i => i.Name == "95 % interval from").Value, 0.9, 1);
    }

    // It bisects for the last useful start, and so misses one that comes after useless ones.
    [Fact]
    public void A_manoeuvre_that_helps_late_is_found_though_the_same_does_not_help_early()
    {
        // Something stands 45 m ahead; a car drives beside the ego on the left and is gone after 1.5 s. Steering at once would hit it.
        var recording = Drive.Recording(Drive.Along("ego", 0, 0, 15, 40), Drive.Along("thing", 45, 0, 0, 40), Drive.Along("neighbour", 0, 3.5, 15, 15));
        var scene = Drive.Scene(recording);
        var search = new EvasionSearch(scene, EvasionFamily.LimitsOf(scene), 40, recorded: false, road: null);
        int contact = search.Begin(0, out var with);
        Assert.Equal("thing", with!.Track.Id);
        Assert.Equal(28, contact);
        Assert.False(search.Avoids(Manoeuvre.SteerLeft, 0));
        Assert.True(search.Avoids(Manoeuvre.SteerLeft, 15));
    }

    // The JRC's code reads sides that move apart as a negative lateral time, and so as a conflict at once.
    [Fact]
    public void Sides_that_move_apart_are_no_lateral_conflict()
    {
        Assert.Equal(JrcTimeToCollision.CapS, JrcTimeToCollision.Of(20, 10, 1, -1));
        Assert.Equal(2, JrcTimeToCollision.Of(20, 10, 1, 1));
        Assert.Equal(2.5, JrcTimeToCollision.Of(20, 10, 2.5, 1));
        Assert.Equal(2, JrcTimeToCollision.Of(20, 10, -0.1, 0));
        Assert.Equal(0, JrcTimeToCollision.Of(-1, 10, -0.1, 0));
    }
}
