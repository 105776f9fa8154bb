namespace Sim.Tests;

public class ParameterSpaceTests
{
    private static ParameterSpace Space(params (string Name, string Spec)[] parameters) => new(parameters.Select(p => new KeyValuePair<string, ValueSpec>(p.Name, ValueSpec.Parse(p.Spec))));

    private static string Key(ParameterPoint point) => string.Join(';', point.Values.Select(v => $"{v.Key}={v.Value.Text}"));

    [Fact]
    public void A_grid_is_the_cartesian_product_with_the_last_parameter_fastest()
    {
        var points = Space(("speed", "10 | 20 km/h"), ("side", "left | right"), ("fixed", "3 s")).Points(new(), 0);

        Assert.Equal(["speed=10 km/h;side=left;fixed=3 s", "speed=10 km/h;side=right;fixed=3 s", "speed=20 km/h;side=left;fixed=3 s", "speed=20 km/h;side=right;fixed=3 s"], points.Select(Key));
        Assert.Equal("10-kmh-left", points[0].Label);
        Assert.All(points, p => Assert.Equal(0, p.Draw));
    }

    [Fact]
    public void A_value_added_to_a_grid_keeps_every_other_point()
    {
        var before = Space(("a", "1 | 3 m"), ("b", "x | y")).Points(new(), 0).Select(p => (Key(p), p.Draw)).ToHashSet();
        var after = Space(("a", "1 | 2 | 3 m"), ("b", "x | y")).Points(new(), 0).Select(p => (Key(p), p.Draw)).ToHashSet();

        Assert.Subset(after, before);
    }

    [Fact]
    public void A_space_without_parameters_is_one_point() => Assert.Empty(Assert.Single(Space().Points(new(), 0)).Values);

    [Fact]
    public void A_continuous_range_needs_a_step_or_sampling()
    {
        var e = Assert.Throws<InputException>(() => Space(("v", "1..2 m")).Points(new(), 0));

        Assert.Contains("add a step", e.Detail, StringComparison.Ordinal);
        Assert.Contains("sample:", e.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_points_are_refused()
    {
        var big = Space(("a", "1..1001 step 1"), ("b", "1..1000 step 1"));

        Assert.Contains("more than 1000000 points", Assert.Throws<InputException>(() => big.Points(new(), 0)).Detail, StringComparison.Ordinal);
        Assert.Contains("combinations", Assert.Throws<InputException>(() => Space(("a", "1..2000 step 1"), ("b", "1..2000 step 1"), ("c", "1 | 2")).Points(new() { Method = SamplingMethod.TWay }, 0)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_slice_of_a_latin_hypercube_holds_one_point()
    {
        const int Count = 97;
        var points = Space(("v", "10..50 km/h"), ("t", "-1..1 s")).Points(new() { Method = SamplingMethod.LatinHypercube, Count = Count }, 5);

        foreach (var (name, low, span) in new[] { ("v", 10.0, 40.0), ("t", -1.0, 2.0) })
        {
            var slices = points.Select(p => (int)(((double)p.Values.First(v => v.Key == name).Value.Quantity!.Value.Number - low) / span * Count)).Order();
            Assert.Equal(Enumerable.Range(0, Count), slices);
        }
    }

    [Fact]
    public void A_longer_sobol_sequence_begins_with_the_shorter_one()
    {
        var space = Space(("v", "10..50 km/h"), ("side", "left | right"));
        var few = space.Points(new() { Method = SamplingMethod.Sobol, Count = 20 }, 9);
        var many = space.Points(new() { Method = SamplingMethod.Sobol, Count = 64 }, 9);

        Assert.Equal(few.Select(Key), many.Take(20).Select(Key));
        Assert.Equal(32, many.Count(p => p.Values[1].Value.Text == "left"));
        Assert.All(many, p => Assert.InRange(p.Values[0].Value.Quantity!.Value.Number, 10m, 50m));
        Assert.NotEqual(few.Select(Key), space.Points(new() { Method = SamplingMethod.Sobol, Count = 20 }, 10).Select(Key));
    }

    [Fact]
    public void Equal_points_are_told_apart_by_their_draw()
    {
        var points = Space(("side", "left | right")).Points(new() { Method = SamplingMethod.LatinHypercube, Count = 6 }, 1);

        Assert.Equal(6, points.Select(p => (Key(p), p.Draw)).Distinct().Count());
        Assert.Equal([0, 1, 2], points.Where(p => p.Values[0].Value.Text == "left").Select(p => p.Draw));
    }

    [Theory]
    [InlineData(2, new[] { 3, 3, 3, 3 }, 15)]
    [InlineData(2, new[] { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 }, 14)]
    [InlineData(3, new[] { 2, 3, 2, 4, 2, 3 }, 60)]
    [InlineData(2, new[] { 10, 1, 5, 2, 7 }, 90)]
    [InlineData(4, new[] { 2, 2, 3, 2, 2 }, 48)]
    public void Every_combination_of_t_parameters_occurs(int strength, int[] sizes, int most)
    {
        var space = Space([.. sizes.Select((n, i) => ($"p{i}", string.Join(" | ", Enumerable.Range(0, n))))]);
        var plan = new SamplingPlan { Method = SamplingMethod.TWay, Strength = strength };
        var points = space.Points(plan, 3);

        foreach (var subset in Subsets(sizes.Length, strength))
        {
            var seen = points.Select(p => string.Join(',', subset.Select(i => p.Values[i].Value.Text))).Distinct().Count();
            Assert.Equal(subset.Aggregate(1, (n, i) => n * sizes[i]), seen);
        }

        Assert.InRange(points.Count, 1, most);
        Assert.Equal(points.Count, points.Select(Key).Distinct().Count());
        Assert.Equal(points.Select(Key), space.Points(plan, 3).Select(Key));
    }

    [Fact]
    public void Plans_read_in_short_and_long_form()
    {
        Assert.Equal(SamplingMethod.Grid, SamplingPlan.Read(null).Method);
        Assert.Equal(SamplingMethod.TWay, SamplingPlan.Read(Setting.Scalar("t-way")).Method);
        Assert.Equal((SamplingMethod.Sobol, 64), (SamplingPlan.Read(Setting.Map(("use", Setting.Scalar("sobol")), ("count", Setting.Scalar("64")))) is var p ? (p.Method, p.Count) : default));
        Assert.Contains("how many points", Assert.Throws<InputException>(() => SamplingPlan.Read(Setting.Scalar("sobol"))).Detail, StringComparison.Ordinal);
        Assert.Contains("did you mean 'latin-hypercube'", Assert.Throws<InputException>(() => SamplingPlan.Read(Setting.Scalar("latin-hypercub"))).Detail, StringComparison.Ordinal);
    }

    private static IEnumerable<int[]> Subsets(int count, int size, int first = 0) => size == 0
        ? [[]]
        : Enumerable.Range(first, count - first).SelectMany(i => Subsets(count, size - 1, i + 1).Select(rest => (int[])[i, .. rest]));
}
