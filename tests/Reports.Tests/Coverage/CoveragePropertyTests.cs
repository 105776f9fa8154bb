using System.Text.Json;
using Sim.Numerics;
using Sim.Reports.Coverage;
using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

/// <summary>Random small spaces against a twin that makes every whole assignment.</summary>
public sealed class CoveragePropertyTests
{
    private const int Spaces = 150;

    [Fact]
    public void Feasible_and_covered_combinations_are_those_of_brute_force()
    {
        for (int seed = 0; seed < Spaces; seed++)
        {
            var random = new RandomStream((ulong)seed);
            var space = Space.Draw(random);
            var entry = CoverageReports.Build([space.Suite], space.Rows)!.Entries.Single();
            Assert.Equal(Math.Min(3, space.Sizes.Length), entry.Ways.Count);
            foreach (var way in entry.Ways)
            {
                var feasible = space.Tuples(way.Strength, space.Whole().Where(space.IsAllowed));
                var covered = space.Tuples(way.Strength, space.Points).Intersect(feasible).ToList();
                Assert.Equal((feasible.Count, covered.Count), ((int)way.Feasible, (int)way.Covered));
                Assert.Equal(feasible.Count - covered.Count, way.Missing.Count + way.MissingLeftOut);
                Assert.All(way.Missing, m => Assert.Contains(Space.Text(m), feasible.Except(covered)));
            }
        }
    }

    [Fact]
    public void Another_case_never_lowers_a_coverage_and_their_order_changes_nothing()
    {
        for (int seed = 0; seed < Spaces; seed++)
        {
            var random = new RandomStream(0xC0FFEE + (ulong)seed);
            var space = Space.Draw(random);
            CoverageReport? before = null;
            for (int n = 0; n <= space.Rows.Count; n++)
            {
                var rows = space.Rows.Take(n).ToList();
                var now = CoverageReports.Build([space.Suite], rows)!;
                Assert.Equal(JsonSerializer.Serialize(Report(now), SimJson.Default.RunReport), JsonSerializer.Serialize(Report(CoverageReports.Build([space.Suite], [.. rows.AsEnumerable().Reverse()])!), SimJson.Default.RunReport));
                if (before is not null)
                {
                    Assert.All(now.Entries[0].Ways.Zip(before.Entries[0].Ways), w => Assert.True(w.First.Covered >= w.Second.Covered && w.First.Feasible == w.Second.Feasible));
                    Assert.True(now.Grade >= before.Grade);
                    Assert.True(now.Odd!.ExposureShare >= before.Odd!.ExposureShare);
                    Assert.True(now.Odd.Covered >= before.Odd.Covered);
                    Assert.True((now.Entries[0].Dispersion ?? 0) <= (before.Entries[0].Dispersion ?? 0));
                }

                before = now;
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_dispersion_of_more_parameters_is_near_that_of_a_fine_grid(int dimensions)
    {
        var random = new RandomStream(5);
        for (int round = 0; round < 10; round++)
        {
            var points = Enumerable.Range(0, 1 + round).Select(_ => Enumerable.Range(0, dimensions).Select(_ => random.NextDouble()).ToArray()).ToList();
            int steps = dimensions == 2 ? 200 : 40;
            double largest = 0;
            for (int cell = 0; cell < Math.Pow(steps + 1, dimensions); cell++)
            {
                double[] at = [.. Enumerable.Range(0, dimensions).Select(d => (double)(cell / (int)Math.Pow(steps + 1, d) % (steps + 1)) / steps)];
                largest = Math.Max(largest, points.Min(p => p.Zip(at, (a, b) => (a - b) * (a - b)).Sum()));
            }

            double expected = Math.Sqrt(largest / dimensions);
            Assert.InRange(Dispersion.Of(points, dimensions), expected - 0.03, expected + 0.03);
        }
    }

    private static RunReport Report(CoverageReport coverage) => new()
    {
        Identity = new() { SimVersion = "1", Suites = [], Seed = 1, Inputs = [], Modules = [], CpuClass = "any", PlannedCases = 0, PlanSha256 = "" },
        ExitCode = 0,
        Verdict = "",
        Cases = [],
        Gates = [],
        Coverage = coverage,
    };

    private sealed record Space(int[] Sizes, IReadOnlyList<IReadOnlyDictionary<string, string>> Exclude, IReadOnlyList<int[]> Points, Suite Suite, IReadOnlyList<CaseRow> Rows)
    {
        public static Space Draw(RandomStream random)
        {
            int[] sizes = [.. Enumerable.Range(0, 1 + random.NextInt(4)).Select(_ => 2 + random.NextInt(3))];
            var exclude = Enumerable.Range(0, random.NextInt(4)).Select(_ => Ordered.Copy(Enumerable.Range(0, sizes.Length).Where(_ => random.NextInt(2) == 0)
                .Select(d => KeyValuePair.Create($"p{d}", $"{random.NextInt(sizes[d])}")))).Where(e => e.Count > 1).ToList();
            var points = Enumerable.Range(0, random.NextInt(12)).Select(_ => sizes.Select(s => random.NextInt(s)).ToArray()).DistinctBy(p => string.Join(',', p)).ToList();
            var goals = new CoverageGoals { Strength = 2, OddRuns = 1, Goal = 2, Exclude = exclude };
            DeclaredOdd[] odd = [Odd("light", ("day", 0.75), ("night", 0.25)), Odd("road", ("urban", 0.5), ("rural", 0.3), ("motorway", 0.2))];
            var suite = CoverageCases.Suite(goals, odd, Entry("e", [.. sizes.Select((s, d) => Values($"p{d}", [.. Enumerable.Range(0, s).Select(v => $"{v}")]))]));
            var rows = points.Select(p => Row("e", [.. p.Select((v, d) => ($"p{d}", $"{v}"))], random.NextInt(3) == 0 ? CaseVerdict.Failed : CaseVerdict.Passed,
                [("light", random.NextInt(2) == 0 ? "day" : "night"), ("road", random.NextInt(2) == 0 ? "urban" : "motorway")])).ToList();
            return new Space(sizes, exclude, points, suite, rows);
        }

        public IEnumerable<int[]> Whole() => Sizes.Aggregate<int, IEnumerable<int[]>>([[]], (all, size) => all.SelectMany(p => Enumerable.Range(0, size).Select(v => (int[])[.. p, v])));

        public bool IsAllowed(int[] point) => !Exclude.Any(e => e.All(t => point[int.Parse(t.Key[1..])] == int.Parse(t.Value)));

        public HashSet<string> Tuples(int strength, IEnumerable<int[]> points) =>
            [.. points.SelectMany(p => Enumerable.Range(0, 1 << Sizes.Length).Where(mask => int.PopCount(mask) == strength).Select(mask =>
                Text(Ordered.Copy(Enumerable.Range(0, Sizes.Length).Where(d => (mask >> d & 1) != 0).Select(d => KeyValuePair.Create($"p{d}", $"{p[d]}"))))))];

        public static string Text(IReadOnlyDictionary<string, string> tuple) => string.Join(' ', tuple.Select(t => $"{t.Key}={t.Value}"));
    }
}
