using Sim.Reports.Reducing;

namespace Sim.Tests.Reports;

public sealed class BoundarySearchTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(100, 37)]
    [InlineData(100, 100)]
    [InlineData(999_999, 123_457)]
    public void It_finds_the_threshold_in_few_steps(int last, int threshold)
    {
        int asked = 0;
        var found = BoundarySearch.Find(last, p => ++asked > 0 && p < threshold ? ProbeOutcome.Fails : ProbeOutcome.Passes, static _ => { });

        Assert.Equal((threshold - 1, threshold, null), (found.Fails, found.Passes, found.Undecided));
        Assert.Empty(found.Otherwise);
        Assert.True(asked <= 26, $"{asked} questions");
    }

    [Fact]
    public void A_second_region_on_either_side_is_told()
    {
        // Passes from 10 to 30 already, and fails again from 80 to 90.
        var found = BoundarySearch.Find(100, p => p is (>= 10 and <= 30) or (>= 60 and < 80) or > 90 ? ProbeOutcome.Passes : ProbeOutcome.Fails, static _ => { });

        Assert.Equal((59, 60), (found.Fails, found.Passes));
        Assert.Equal([14, 29, 80, 90], found.Otherwise);
    }

    [Fact]
    public void What_cannot_be_evaluated_stops_it_where_it_is()
    {
        var found = BoundarySearch.Find(64, p => p == 16 ? ProbeOutcome.Undecided : p < 10 ? ProbeOutcome.Fails : ProbeOutcome.Passes, static _ => { });

        Assert.Equal((0, 32, 16), (found.Fails, found.Passes, found.Undecided));
    }

    [Theory]
    [InlineData("50", "20", "0.5", 60, "35 km/h")]
    [InlineData("20", "50.2", "0.5", 61, "35 km/h")]
    [InlineData("0", "0.1", "5", 1, "0.1 km/h")]
    public void An_axis_goes_from_end_to_end_in_steps_of_the_tolerance(string fails, string passes, string tolerance, int steps, string half)
    {
        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var axis = new BoundaryAxis("speed", "km/h", Number(fails), Number(passes), Number(tolerance));

        Assert.Equal(steps, axis.Steps);
        Assert.Equal((Number(fails), Number(passes)), (axis.At(0, steps), axis.At(steps, steps)));
        Assert.Equal(half, axis.Shown(axis.At((steps + 1) / 2, steps)).Replace("34.5", "35", StringComparison.Ordinal).Replace("35.5", "35", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, steps), i => Assert.True(Math.Abs(axis.At(i + 1, steps) - axis.At(i, steps)) <= Number(tolerance)));
    }

    [Theory]
    [InlineData("40", false, "0.2")]
    [InlineData("100", false, "1")]
    [InlineData("0.7", false, "0.005")]
    [InlineData("7", true, "1")]
    [InlineData("0", false, "0")]
    public void The_tolerance_is_a_round_number_of_at_most_one_per_cent(string range, bool whole, string expected) =>
        Assert.Equal(expected, BoundaryAxis.Plain(BoundaryAxis.DefaultTolerance(decimal.Parse(range, System.Globalization.CultureInfo.InvariantCulture), whole)));

    [Fact]
    public void A_tolerance_that_is_too_small_is_refused()
    {
        Assert.Throws<InputException>(() => new BoundaryAxis("x", "m", 0, 1, 0).Steps);
        Assert.Throws<InputException>(() => new BoundaryAxis("x", "m", 0, 1, 0.0000001m).Steps);
    }

    [Fact]
    public void The_nearest_passing_point_is_measured_in_shares_of_the_ranges_and_differs_in_numbers_alone()
    {
        var failing = SampleRun.Pairs(("gap", "10 m"), ("light", "day"), ("speed", "50 km/h"));
        (string, IReadOnlyDictionary<string, string>)[] passing =
        [
            ("a", SampleRun.Pairs(("gap", "10 m"), ("light", "night"), ("speed", "50 km/h"))),
            ("b", SampleRun.Pairs(("gap", "30 m"), ("light", "day"), ("speed", "50 km/h"))),
            ("c", SampleRun.Pairs(("gap", "10 m"), ("light", "day"), ("speed", "30 km/h"))),
            ("d", SampleRun.Pairs(("gap", "12 m"), ("light", "day"), ("speed", "49 km/h"))),
        ];
        var ranges = PassingPoint.Ranges(passing.Select(p => p.Item2).Append(failing));

        Assert.Equal(20, ranges["gap"]);
        Assert.Equal("d", PassingPoint.Nearest(failing, passing, ranges, null)!.Id);
        Assert.Equal(["gap", "speed"], PassingPoint.Nearest(failing, passing, ranges, null)!.Differing);
        Assert.Equal("c", PassingPoint.Nearest(failing, passing, ranges, "speed")!.Id);
        Assert.Null(PassingPoint.Nearest(failing, passing, ranges, "light"));
        Assert.Null(PassingPoint.Nearest(failing, passing[..1], ranges, null));
    }
}
