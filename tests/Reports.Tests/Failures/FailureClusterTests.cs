using Sim.Reports.Failures;

namespace Sim.Tests.Reports;

public sealed class FailureClusterTests
{
    [Fact]
    public void Equal_signatures_with_similar_approaches_are_one_cluster()
    {
        var rows = new[] { Drives.Row("a", 1, Drives.Ending(30)), Drives.Row("a", 2, Drives.Ending(33)), Drives.Row("a", 3, Drives.Ending(40)), Drives.Row("b", 1, Drives.Ending(30)) };
        var clusters = FailureClusters.Of(rows, "idm");

        Assert.Equal(2, clusters.Count);
        var first = clusters[0];
        Assert.Equal(rows.Take(3).Select(r => r.Result.Case.Id).Order(StringComparer.Ordinal), first.Cases);
        // 33 m is between the others.
        Assert.Equal(rows[1].Result.Case.Id, first.Representative);
        Assert.Equal(("a", "idm hits a car that brakes ahead at 12 o'clock", CaseVerdict.Failed, 1.2), (first.Signature.Family, first.Title, first.Verdict, first.Severity));
    }

    [Fact]
    public void Approaches_that_differ_split_a_signature_and_say_how()
    {
        // From far ahead, and from beside.
        var rows = new[] { Drives.Row("a", 1, Drives.Ending(80)), Drives.Row("a", 2, Drives.Ending(78)), Drives.Row("a", 3, Drives.Ending(4.5, 40)), Drives.Row("a", 4, Drives.Ending(4.5, 42)) };
        var clusters = FailureClusters.Of(rows, "the ego");

        string id = FailureSignatures.Of(rows[0]).Id;
        Assert.Equal([id, id + "-2"], clusters.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, clusters.Select(c => c.Title).Distinct().Count());
        Assert.All(clusters, c => Assert.Equal(2, c.Cases.Count));
    }

    [Fact]
    public void Order_of_rows_and_passing_cases_change_nothing()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 300).Select(i => Drives.Row(i % 3 == 0 ? "a" : "b", i, i % 17 == 0 ? null : Drives.Ending(10 + random.NextDouble() * 90, random.NextDouble() * 40 - 20, hour: 12 - i % 2))).ToList();
        string expected = Text(rows);
        for (int n = 0; n < 5; n++)
        {
            var shuffled = rows.OrderBy(_ => random.Next()).ToList();
            Assert.Equal(expected, Text(shuffled));
            Assert.Equal(expected, Text([.. shuffled, Drives.Row("a", 1000 + n, Drives.Ending(20), verdict: CaseVerdict.Passed), Drives.Row("c", n, null, verdict: CaseVerdict.NotRun)]));
        }

        Assert.Equal(rows.Select(r => r.Result.Case.Id).Order(StringComparer.Ordinal), FailureClusters.Of(rows, "x").SelectMany(c => c.Cases).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Thousands_of_cases_of_one_signature_are_compared_in_bounded_work()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 5000).Select(i => Drives.Row("a", i, i % 10 == 0 ? Drives.Ending(4.5, 40 + random.NextDouble()) : Drives.Ending(25 + random.NextDouble() * 20))).ToList();
        var clusters = FailureClusters.Of(rows, "x");

        Assert.Equal([4500, 500], clusters.Select(c => c.Cases.Count));
        Assert.Equal(Text(rows), Text([.. rows.AsEnumerable().Reverse()]));
    }

    [Fact]
    public void Clusters_come_worst_first()
    {
        var error = Drives.Row("e", 1, null, verdict: CaseVerdict.Error) with { Result = Drives.Row("e", 1, null).Result with { Status = CaseStatus.Error, Reason = "assessor 'x': broke at step 7" } };
        var clusters = FailureClusters.Of([Drives.Row("k", 1, Drives.Ending(20), 2, verdict: CaseVerdict.Known), Drives.Row("a", 1, Drives.Ending(20), 1.1), Drives.Row("b", 1, Drives.Ending(20), 1.5), error], "idm");
        Assert.Equal(["e", "b", "a", "k"], clusters.Select(c => c.Signature.Family));
        Assert.Equal("the case could not be evaluated: assessor 'x': broke at step #", clusters[0].Title);
    }

    [Fact]
    public void Average_linkage_agrees_with_the_plain_algorithm()
    {
        var random = new Random(11);
        for (int n = 1; n <= 40; n++)
        {
            var points = Enumerable.Range(0, n).Select(_ => (X: random.NextDouble() * 10, Y: random.NextDouble() * 10)).ToArray();
            var distances = new double[n * n];
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < n; k++)
                {
                    distances[i * n + k] = Math.Sqrt(Math.Pow(points[i].X - points[k].X, 2) + Math.Pow(points[i].Y - points[k].Y, 2));
                }
            }

            Assert.Equal(Plain(distances, n, 3), AverageLinkage.Of([.. distances], n, 3));
        }
    }

    [Fact]
    public void The_distance_of_approaches_is_that_of_the_best_warping()
    {
        var random = new Random(13);
        for (int n = 0; n < 30; n++)
        {
            double[] One(int count) => [.. Enumerable.Range(0, 3 * count).Select(_ => random.NextDouble() * 20 - 10)];
            double[] a = One(6), b = One(6 + n % 3);
            var (first, second) = (ApproachShape.Of(a)!, ApproachShape.Of(b)!);
            Assert.Equal(Warped(a, [.. b.Skip(b.Length - 18)]), first.DistanceTo(second), 9);
            Assert.Equal(first.DistanceTo(second), second.DistanceTo(first), 12);
            Assert.Equal(0, first.DistanceTo(ApproachShape.Of(a)!));
        }
    }

    [Fact]
    public void A_damaged_approach_breaks_nothing()
    {
        double[][] odd = [[1e308, -1e308, 1e308], [1, 2], [double.MaxValue, 0, 0, 1], [.. Enumerable.Repeat(1e300, 9999)]];
        var rows = odd.Select((a, i) => Drives.Row("a", i, Drives.Ending(20) with { Approach = a })).ToList();
        Assert.Equal(rows.Count, FailureClusters.Of(rows, "x").Sum(c => c.Cases.Count));
    }

    private static string Text(IReadOnlyList<CaseRow> rows) =>
        string.Join('\n', FailureClusters.Of(rows, "x").Select(c => $"{c.Id} {c.Representative} {c.Verdict} {c.Severity} {c.Title} {string.Join(' ', c.Cases)}"));

    // Joins the nearest pair of clusters again and again.
    private static int[] Plain(double[] distances, int n, double threshold)
    {
        var clusters = Enumerable.Range(0, n).Select(i => new List<int> { i }).ToList();
        double Mean(List<int> a, List<int> b) => a.Average(i => b.Average(k => distances[i * n + k]));
        while (clusters.Count > 1)
        {
            var (a, b) = clusters.SelectMany((x, i) => clusters.Skip(i + 1).Select(y => (x, y))).MinBy(p => Mean(p.x, p.y));
            if (Mean(a, b) > threshold)
            {
                break;
            }

            a.AddRange(b);
            clusters.Remove(b);
        }

        return [.. Enumerable.Range(0, n).Select(i => clusters.Single(c => c.Contains(i)).Min())];
    }

    // All ways through the table, by recursion from the definition.
    private static double Warped(double[] a, double[] b)
    {
        int n = a.Length / 3;
        double[] Sample(double[] s, int i)
        {
            double x = s[3 * i], y = s[3 * i + 1], r = Math.Sqrt(x * x + y * y), scale = 5 * Math.Log(1 + r / 5) / r;
            return [x * scale, y * scale, 2 * Math.Cos(s[3 * i + 2]), 2 * Math.Sin(s[3 * i + 2])];
        }

        double Cost(int i, int k) => Math.Sqrt(Sample(a, i).Zip(Sample(b, k), (p, q) => (p - q) * (p - q)).Sum());
        double Best(int i, int k) => i < 0 || k < 0 ? double.PositiveInfinity
            : i == 0 && k == 0 ? 2 * Cost(0, 0)
            : Math.Min(Best(i - 1, k - 1) + 2 * Cost(i, k), Math.Min(Best(i - 1, k), Best(i, k - 1)) + Cost(i, k));
        return Best(n - 1, n - 1) / (2 * n);
    }
}
