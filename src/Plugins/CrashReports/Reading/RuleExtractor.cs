using System.Security.Cryptography;
using System.Text;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Roads;
using Sim.Plugins.CrashReports.Reading.Surroundings;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>The extractor "rules": reads a report with the linguistic core alone, without network or model. Thread-safe; same text, same record.</summary>
internal sealed class RuleExtractor : IRecordExtractor
{
    /// <inheritdoc/>
    public string Name => "rules";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public CrashRecord Extract(CrashReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportGate.CheckText(report);
        cancellationToken.ThrowIfCancellationRequested();
        FilteredText filtered = FilteredText.Of(report.Text);
        ReportText text = ReportText.Of(filtered.Text);
        Mentions mentions = Mentions.Of(text);
        ReportGate.CheckActors(report, text, mentions);
        cancellationToken.ThrowIfCancellationRequested();
        RoadReading place = RoadReader.Read(text, mentions);
        CrashStory story = CrashStoryReader.Read(text, mentions, place, report.IsSentence);
        return filtered.Restore(new()
        {
            Id = report.Id,
            TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.Text))),
            Language = "en",
            Extractor = $"{Name} {Version}",
            Environment = EnvironmentReader.Read(text),
            Road = Reconciled(place.Road, story.Actors),
            Actors = story.Actors,
            Impacts = story.Impacts,
            CrashClass = story.CrashClass,
        });
    }

    /// <summary>That no junction is told of is no proof of none where somebody turns.</summary>
    private static RoadRecord Reconciled(RoadRecord road, IReadOnlyList<ActorRecord> actors) =>
        road.Junction is { Status: LeafStatus.Derived, Value: JunctionKind.None }
        && actors.Any(actor => actor.Actions.Any(action => action.Executed && action.BeforeImpact && action.Kind.Value is ActionKind.TurnLeft or ActionKind.TurnRight or ActionKind.CrossStraight))
            ? road with { Junction = Leaf.Unknown(JunctionKind.Unknown) }
            : road;
}
