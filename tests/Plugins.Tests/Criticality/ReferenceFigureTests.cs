using Sim.Plugins.Criticality.SelfTests;

namespace Sim.Tests;

/// <summary>The figures that the plugin carries along, so that a fresh clone is held to them; the conformance tests hold all recorded cases.</summary>
public class ReferenceFigureTests
{
    public static TheoryData<string> Names => [.. new CriticalitySelfTest().Run(CancellationToken.None).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_of_the_self_test_holds(string name)
    {
        var check = new CriticalitySelfTest().Run(TestContext.Current.CancellationToken).Single(c => c.Name == name);
        Assert.True(check.Holds, $"{check.Name}: expected {check.Expected} ± {check.Tolerance}, found {check.Found}; {check.Source}");
    }
}
