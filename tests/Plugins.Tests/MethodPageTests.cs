using Sim.Plugins.Criticality;
using Sim.Plugins.Leaderboards;
using Sim.Plugins.PseudoSimulation;
using Sim.Plugins.Sdk;
using Sim.Simulation.Assessors;

namespace Sim.Tests;

public sealed class MethodPageTests
{
    private const string Page = """
        # Time to contact

        Something said before.

        | metric | unit | worse | definition | no conflict |
        | --- | --- | --- | --- | --- |
        | `a`, `b` | s | lower | smallest of \|x\| / v, as in [this](elsewhere.md) | **never** closes `in` |

        Sources: Somebody 1999; somebody
        else 2001.

        ## Frame and edge cases

        - Opening gap: no conflict,
          in two lines.
        - Another.

        ## Known anomalies

        | part | reference | mended |
        | --- | --- | --- |
        | speed | wrong sign | right sign |

        ## Coverage

        | part | state |
        | --- | --- |
        | done | yes |
        | curves | partly: straight only |

        ## Options

        - not a limit
        """;

    public static TheoryData<string> Assessors => ["criticality", "nuplan", "carla-leaderboard", "waymax", "pseudo-simulation", "replay"];

    [Fact]
    public void A_page_gives_definitions_sources_limits_and_anomalies_as_plain_text()
    {
        var family = Assert.Single(MethodPage.Read(Page));
        Assert.Equal("Time to contact", family.Title);
        Assert.Equal(
            [
                new MetricMethod("a", "s", "smallest of |x| / v, as in this", "no conflict: never closes in"),
                new MetricMethod("b", "s", "smallest of |x| / v, as in this", "no conflict: never closes in"),
            ],
            family.Metrics);
        Assert.Equal("Somebody 1999; somebody else 2001.", family.Sources);
        Assert.Equal(["Opening gap: no conflict, in two lines.", "Another.", "curves: partly: straight only"], family.Limits);
        Assert.Equal(["speed: wrong sign (mended: right sign)"], family.Anomalies);
    }

    [Fact]
    public void Sections_that_define_metrics_are_families_of_their_own()
    {
        const string Two = "# All\n\n## One\n\n| metric | definition |\n| --- | --- |\n| `a` | x |\n\n## Between\n\n- said\n\n## Two\n\nSource: me\n\n| metric | definition |\n| --- | --- |\n| `b` | y |\n";
        var families = MethodPage.Read(Two);
        Assert.Equal(["One", "Two"], families.Select(f => f.Title));
        Assert.Equal(["", "me"], families.Select(f => f.Sources));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# Title only")]
    [InlineData("| metric | definition |")]
    [InlineData("| metric | definition |\n| --- | --- |\n| `a` |")]
    [InlineData("[ unclosed ]( | \\")]
    public void A_page_without_definitions_gives_none(string page) => Assert.Empty(MethodPage.Read(page));

    [Theory]
    [MemberData(nameof(Assessors))]
    public void Every_metric_of_a_bundled_assessor_is_defined_once(string name)
    {
        var assessor = new[] { new CriticalityAssessor(), new NuPlanAssessor(), new CarlaAssessor(), new WaymaxAssessor(), new PseudoSimulationAssessor(), (IAssessor)new ReplayAssessor() }.Single(a => a.Name == name);
        var defined = assessor.Methods.SelectMany(f => f.Metrics).ToList();
        Assert.Equal(assessor.Metrics.Order(StringComparer.Ordinal), defined.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.All(defined, m => Assert.NotEmpty(m.Formula));
        Assert.All(assessor.Methods, f => Assert.NotEmpty(f.Title));
    }
}
