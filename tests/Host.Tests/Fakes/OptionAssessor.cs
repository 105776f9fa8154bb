using Sim.Plugins.Sdk;

namespace Sim.Tests.Fakes;

/// <summary>Assessor "option": gives back its option <c>limit</c> and says which driver it may ask, with which <c>pace</c>.</summary>
internal sealed class OptionAssessor : IAssessor
{
    public string Name => "option";

    public string Description => "Gives back what it was given.";

    public string Version => "1";

    public IReadOnlyList<string> Metrics => ["limit"];

    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        var reader = new SettingReader(request.Options, "the options of assessor 'option'");
        double limit = reader.Seconds("limit") ?? -1;
        reader.Done();
        return new Assessment
        {
            Assessor = Name,
            Version = Version,
            Metrics = [new() { Name = "limit", Unit = "s", Worse = WorseDirection.Lower, Version = 1, Value = Measured.Of(limit) }],
            Evidence = [new($"asks {peers.Driver?.Name ?? "nobody"} at pace {peers.DriverOptions.Find("pace")?.Text ?? "own"}", null, [])],
        };
    }
}
