using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Reading;

/// <summary>Reads a text with the rules.</summary>
internal static class Told
{
    public static CrashRecord Report(string text) => Read(text, isSentence: false);

    public static CrashRecord Wish(string text) => Read(text, isSentence: true);

    public static ActorRecord Actor(CrashRecord record, string id) => record.Actors.Single(a => a.Id == id);

    public static string Planes(CrashRecord record)
    {
        var first = record.Impacts[0];
        return $"{first.A.Actor} {first.A.Plane.Value}, {first.B.Actor ?? first.B.Obstacle} {first.B.Plane.Value}";
    }

    public static bool Does(CrashRecord record, string id, ActionKind kind) => Actor(record, id).Actions.Any(a => a.Kind.Value == kind && a.Executed && a.BeforeImpact);

    private static CrashRecord Read(string text, bool isSentence) =>
        new RuleExtractor().Extract(new CrashReport { Id = "t", Text = text, IsSentence = isSentence }, TestContext.Current.CancellationToken);
}
