using Sim.Plugins.PseudoSimulation.SelfTests;

namespace Sim.Tests.PseudoSimulation;

/// <summary>The figures that the plugin carries along, so that a fresh clone is checked; tests/Conformance reads all of them.</summary>
public sealed class SelfTestFigureTests
{
    public static TheoryData<string> Names => [.. new PseudoSimulationSelfTest().Run(CancellationToken.None).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_of_the_self_test_holds(string name)
    {
        var check = new PseudoSimulationSelfTest().Run(TestContext.Current.CancellationToken).Single(c => c.Name == name);
        Assert.True(check.Holds, $"{check.Name}: expected {check.Expected} ± {check.Tolerance}, found {check.Found}; {check.Source}");
    }
}
