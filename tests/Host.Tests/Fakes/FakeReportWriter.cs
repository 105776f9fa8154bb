using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Report writer "half": writes a little, then throws.</summary>
internal sealed class FakeReportWriter : IReportWriter
{
    public string Name => "half";

    public string Description => "Fails half-way.";

    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        using var stream = files.Create("half.txt");
        stream.WriteByte(1);
        throw new IOException("the disk is full");
    }
}
