using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Roads;

/// <summary>
/// Fills what a scenario needs and a record leaves open: every such leaf becomes <see cref="LeafStatus.Assumed"/> with its reason; what the text carries
/// stays as it is (specification of scenario generation §3, defaults). The same record gives the same completion. Pure and thread-safe.
/// </summary>
internal static class RecordCompletion
{
    /// <summary>The completed record: types, actions, headings, speeds, legs with lanes, limits and control, actors bound to legs and lanes, contacts.</summary>
    public static CrashRecord Complete(CrashRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        record = record with { Environment = Complete(record.Environment) };
        record = ActorCompletion.Kinds(record);
        record = ContactCompletion.Class(record);
        record = ActionCompletion.Complete(record);
        record = HeadingCompletion.Complete(record);
        record = PlaceCompletion.Complete(record);
        record = LegCompletion.Complete(record);
        record = ActorCompletion.Lanes(record);
        return ContactCompletion.Contacts(record);
    }

    private static EnvironmentRecord Complete(EnvironmentRecord environment)
    {
        var weather = environment.Weather.Or<IReadOnlyList<Weather>>([Weather.Clear], "weather not told: clear, the most frequent one");
        var surface = weather.Value.Contains(Weather.Snow) ? Surface.Snow : weather.Value.Contains(Weather.Rain) ? Surface.Wet : Surface.Dry;
        return environment with
        {
            Weather = weather,
            Lighting = environment.Lighting.Or(Lighting.Daylight, "light not told: daylight, the most frequent one"),
            Surface = environment.Surface.Or(surface, surface == Surface.Dry ? "surface not told: dry" : $"surface not told: {(surface == Surface.Wet ? "wet, as it rains" : "snow, as it snows")}"),
        };
    }
}
