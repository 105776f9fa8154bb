using Sim.Formats.Yaml;
using Sim.Numerics;
using Sim.Reports.Coverage;
using static Sim.Tests.Reports.CoverageCases;

namespace Sim.Tests.Reports;

public sealed class MissingPointTests
{
    [Fact]
    public void The_points_cover_what_is_missing_and_none_is_excluded()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new RandomStream((ulong)seed);
            int[] sizes = [.. Enumerable.Range(0, 2 + random.NextInt(3)).Select(_ => 2 + random.NextInt(3))];
            string[] names = [.. sizes.Select((_, d) => $"p{d}")];
            var exclude = Enumerable.Range(0, random.NextInt(3)).Select(_ => Map(("p0", $"{random.NextInt(sizes[0])}"), ("p1", $"{random.NextInt(sizes[1])}"))).ToList();
            var space = FeasibleSpace.Of([.. sizes.Select(s => (IReadOnlyList<string>)[.. Enumerable.Range(0, s).Select(v => $"{v}")])], names, exclude);
            List<int[]> cases = [[.. sizes.Select(s => random.NextInt(s))]];
            var points = MissingPoints.Of(space, 2, cases);

            Assert.DoesNotContain(points, space.Violates);
            var after = WayCounter.Walk(space, 2, [.. cases, .. points], _ => true)!.Value;
            Assert.Equal(after.Feasible, after.Covered);
            Assert.True(points.Count <= after.Feasible);
        }
    }

    [Fact]
    public void The_entries_read_as_a_suite_and_name_the_missing_values()
    {
        var from = Setting.Map(("template", Setting.Scalar("r157/cut-in")), ("with", Setting.Map(("speed", Setting.Scalar("20 | 30 m/s")), ("ttc", Setting.Scalar("3 s")))), ("sample", Setting.Scalar("grid")));
        var entry = Entry("cut-in", Values("from", "left", "right"), Values("speed", "20 m/s", "30 m/s")) with { From = from, Covers = ["R-1", "a: b"], Odd = Map(("light", "day")) };
        var suite = Suite(null, [], entry);
        string yaml = MissingEntries.Yaml([suite], [Row("cut-in", [("from", "left"), ("speed", "20 m/s")])], null);

        var read = SuiteFile.Parse($"schema: 1\nsuite: s\ncases:\n{yaml}", "s.yaml", "/", new YamlOptions { Variables = _ => null, WorkingFolder = "/" });
        Assert.Equal(["cut-in-missing-1", "cut-in-missing-2", "cut-in-missing-3"], read.Cases.Select(c => c.Name));
        Assert.All(read.Cases, c => Assert.Equal(["R-1", "a: b"], c.Covers));
        Assert.Equal(
            ["left 30 m/s 3 s", "right 20 m/s 3 s", "right 30 m/s 3 s"],
            read.Cases.Select(c => c.From.Find("with")!).Select(w => $"{w.Find("from")!.Text} {w.Find("speed")!.Text} {w.Find("ttc")!.Text}"));
        Assert.Equal(2, MissingEntries.Yaml([suite], [], 1).Split("- name").Length - 1);
    }
}
