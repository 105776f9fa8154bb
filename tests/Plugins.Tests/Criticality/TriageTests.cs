using Sim.Plugins.Criticality;

namespace Sim.Tests;

public class TriageTests
{
    [Theory]
    [InlineData("min_ttc", 3.0, 0)]
    [InlineData("min_ttc", 2.25, 0.5)]
    [InlineData("min_ttc", 1.5, 1)]
    [InlineData("min_ttc", 0.2, 1)]
    [InlineData("max_drac", 1.675, 0)]
    [InlineData("max_drac", 2.5125, 0.5)]
    [InlineData("max_drac", 9, 1)]
    public void A_metric_maps_linearly_between_watch_and_critical(string name, double value, double score)
    {
        var triage = Triage.Of([Of(name, value)])!;
        Assert.Equal(score, triage.Severity, 12);
        Assert.Equal(score > 0 ? name : null, triage.Leading);
    }

    [Fact]
    public void The_largest_counts_and_is_named_and_the_others_break_ties()
    {
        var triage = Triage.Of([Of("min_thw", 1.35), Of("min_ttc", 1.8), Of("max_drac", 2.6), Of("max_jerk_long", 99)])!;
        Assert.Equal(0.8, triage.Severity, 12);
        Assert.Equal("min_ttc", triage.Leading);

        // The headway stands exactly at one half, which does not exceed it.
        Assert.Equal(2, triage.Elevated);
    }

    [Fact]
    public void A_contact_counts_one_and_its_delta_v_to_20_metres_per_second()
    {
        Assert.Equal(1.25, Triage.Of([Of("min_ttc", 0), Of("collision.delta_v", 5)])!.Severity, 12);
        Assert.Equal("collision.delta_v", Triage.Of([Of("min_ttc", 0), Of("collision.delta_v", 5)])!.Leading);
        Assert.Equal(2, Triage.Of([Of("collision.delta_v", 50)])!.Severity, 12);
        Assert.Equal(1.25, Triage.Of([Of("collision.impact_speed", 10)])!.Severity, 12);
    }

    [Fact]
    public void No_conflict_is_nothing_too_late_is_all_and_what_does_not_apply_says_nothing()
    {
        Assert.Equal(0, Triage.Of([Of("min_ttc", Measured.NoConflict<double>("-"))])!.Severity);
        Assert.Equal(1, Triage.Of([Of("max_drac", Measured.TooLate<double>("-"))])!.Severity);
        Assert.Null(Triage.Of([Of("min_ttc", Measured.NotApplicable<double>("-")), Of("min_thw", Measured.Failed<double>("-"))]));
        Assert.Equal(0.5, Triage.Of([Of("min_ttc", Measured.Failed<double>("-")), Of("min_thw", 1.35)])!.Severity, 12);
    }

    private static Metric Of(string name, double value) => Of(name, Measured.Of(value));

    private static Metric Of(string name, Measured<double> value) => new()
    {
        Name = name,
        Unit = "",
        Worse = name.StartsWith("min_", StringComparison.Ordinal) ? WorseDirection.Lower : WorseDirection.Higher,
        Version = 1,
        Value = value,
        CriticalAt = name switch { "min_ttc" => 1.5, "min_thw" => 0.9, "max_drac" => 3.35, _ => null },
    };
}
