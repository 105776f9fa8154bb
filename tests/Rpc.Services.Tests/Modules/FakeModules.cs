using Sim.Plugins.Sdk;

namespace Sim.Tests.Rpc;

internal sealed class FakeAssessor(Func<AssessRequest, Assessment> assess) : IAssessor
{
    public string Name { get; init; } = "fake";

    public string Description => "Assesses by a script.";

    public string Version => "2.1";

    public IReadOnlyList<string> Metrics => ["a.first", "b.second"];

    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken) => assess(request);
}

internal sealed class FakeGuard(Func<GuardInput, GuardDecision> check) : IGuard
{
    public string Name => "fake";

    public string Description => "Decides by a script.";

    public GuardDecision Check(GuardInput input, CancellationToken cancellationToken) => check(input);
}

internal sealed class FakeSensor(Func<CaptureRequest, Frame> capture) : ISensor
{
    public string Name => "fake";

    public string Description => "Sees by a script.";

    public Frame Capture(CaptureRequest request, CancellationToken cancellationToken) => capture(request);
}
