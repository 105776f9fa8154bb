using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Reading.Impacts;
using Sim.Plugins.CrashReports.Reading.Roads;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>Reads actors, impacts and the class of a crash together, as each helps to understand the others. Pure, thread-safe.</summary>
internal static class CrashStoryReader
{
    /// <summary>Reads.</summary>
    /// <param name="text">The report.</param>
    /// <param name="mentions">Who is meant where.</param>
    /// <param name="place">The place as it was read; actors are put onto its legs.</param>
    /// <param name="isSentence">True for a wish in one sentence: nothing has happened yet, and who drives may go without saying.</param>
    public static CrashStory Read(ReportText text, Mentions mentions, RoadReading place, bool isSentence)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(mentions);
        ArgumentNullException.ThrowIfNull(place);
        var story = Story.Of(text, mentions, place, isSentence);
        var actors = ActorReader.Read(story);
        var contacts = ImpactReader.Read(story);
        var first = contacts.Count > 0 ? contacts[0] : null;
        actors = AttemptReader.Settle(story, actors, first);
        var crash = CrashClassReader.Read(story, actors, first);
        PlaneDeriver.Complete(story, actors, contacts, crash.Value);
        var impacts = PlaneDeriver.Fill(story, actors, ImpactReader.Records(story, contacts), crash);
        actors = RightOfWayReader.Complete(story, actors, crash);
        return WishReader.Complete(story, new CrashStory(actors, impacts, crash));
    }
}
