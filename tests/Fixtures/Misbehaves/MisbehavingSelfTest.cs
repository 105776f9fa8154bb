using Sim.Plugins.Sdk;

namespace Sim.Fixtures;

/// <summary>A self-test that ends as its name says.</summary>
internal sealed class MisbehavingSelfTest(string how) : ISelfTest
{
    public string Name => "misbehave-" + how;

    public string Description => "One and one, or a misdeed.";

    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken)
    {
        switch (how)
        {
            case "throws":
                throw new ArithmeticException("it does not add up");
            case "exits":
                Environment.Exit(0);
                break;
            case "hangs":
                Thread.Sleep(Timeout.Infinite);
                break;
        }

        return [SelfCheck.OfNumber("one and one", 2, how == "lies" ? 3 : 2, 0, "by hand")];
    }
}
