using Sim.Plugins.Criticality;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Templates;

/// <summary>Which verdicts the templates' roads get, driven by an ego that keeps its speed.</summary>
public class CarefulVerdictTests
{
    private static readonly string[] R157 = ["careful-human", "reg157", "fuzzy", "rss"];

    [Theory]
    [InlineData("r157/cut-in", "cuts in")]
    [InlineData("r157/cut-out", "cuts out and reveals")]
    [InlineData("r157/deceleration", "decelerates")]
    public void The_examples_of_R157_are_recognised_for_what_they_are(string template, string what)
    {
        var assessment = Assess(TemplateRuns.KeepSpeed(TemplateRuns.Single(template)));

        Assert.Equal(1, Value(assessment, "careful.r157_applies"));
        Assert.Contains(what, assessment.Counterfactuals[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, Value(assessment, "careful.preventable"));
        Assert.NotNull(assessment.LeadingMetric);
    }

    [Theory]
    [InlineData("euro-ncap/cccscp")]
    [InlineData("euro-ncap/ccftap")]
    [InlineData("nhtsa/running-red-light")]
    [InlineData("nhtsa/straight-crossing-paths")]
    public void An_intersection_never_gets_a_verdict_by_R157(string template)
    {
        var request = TemplateRuns.Request(template);
        int asked = 0;
        foreach (var key in TemplateRuns.Plan(request).Take(6))
        {
            var scenario = TemplateRuns.Generate(request, key);
            foreach (var recording in (Recording[])[TemplateRuns.KeepSpeed(scenario), TemplateRuns.FollowRoute(scenario)])
            {
                // Near misses are asked about too.
                var assessment = Assess(recording);
                asked += assessment.Counterfactuals.Count > 0 ? 1 : 0;
                Assert.NotEqual(1, assessment.Metrics.Single(m => m.Name == "careful.r157_applies").Value.Value);
                Assert.All(assessment.Counterfactuals.Where(c => R157.Contains(c.Model)), c => Assert.Equal(CounterfactualOutcome.NotApplicable, c.Outcome));
                Assert.All(assessment.Counterfactuals, c => Assert.NotEqual("", c.Reason));
            }
        }

        Assert.True(asked > 0, "no case of the template was asked about");
    }

    private static Assessment Assess(Recording recording)
    {
        var options = Setting.Map(("careful", Setting.Map(("from_severity", Setting.Scalar("0.01")))));
        return new CriticalityAssessor().Assess(new AssessRequest { Recording = recording, Options = options }, AssessPeers.None, CancellationToken.None);
    }

    private static double Value(Assessment assessment, string name) => assessment.Metrics.Single(m => m.Name == name).Value.Value!.Value;
}
