using Sim.Formats.Lanelet2;
using Sim.Formats.Yaml;
using Sim.Maps;

namespace Sim.Formats.Tracks;

/// <summary>A file that says which tables of tracks make a recording and what their columns mean (<c>*.tracks.yaml</c>).</summary>
/// <param name="Name">Name of the recording.</param>
/// <param name="Layout">What the columns mean.</param>
/// <param name="Data">The table of tracks.</param>
/// <param name="Actors">The table of actors, or null.</param>
/// <param name="Recording">The table about the recording, or null.</param>
/// <param name="Map">The map's file, or null.</param>
/// <param name="MapFrame">How the degrees of a Lanelet2 map become the tracks' metres, or null.</param>
/// <param name="Licence">Licence of the data, empty when not said.</param>
/// <param name="From">First frame or time that is read, in the table's own unit.</param>
/// <param name="To">Last frame or time that is read.</param>
/// <param name="Ego">Id of the actor that is the ego, or null.</param>
internal sealed record TrackFiles(string Name, TrackLayout Layout, Setting Data, Setting? Actors, Setting? Recording, Setting? Map, Lanelet2Options? MapFrame, string Licence, double From, double To, string? Ego)
{
    /// <summary>The files that it names.</summary>
    public IReadOnlyList<Setting> Named => [.. new[] { Data, Actors, Recording, Map }.OfType<Setting>()];

    /// <summary>Reads the file that names the tables.</summary>
    public static TrackFiles Read(ReadOnlySpan<byte> content, string file)
    {
        var value = YamlSettings.Read(YamlSettings.Decode(content, file), file, new YamlOptions { Literal = true, MaxLength = 1 << 20 });
        var reader = new SettingReader(value, "a file of tracks");
        string name = reader.RequiredText("tracks");
        var place = reader.Required("layout");
        var layout = TrackLayoutReader.Read(place);
        TrackLayoutReader.Check(layout, place);
        var data = reader.Required("data");
        var actors = reader.Optional("actors");
        var recording = reader.Optional("recording");
        var map = reader.Optional("map");
        Lanelet2Options? frame = null;
        if (reader.Optional("map_origin") is { } origin)
        {
            var o = new SettingReader(origin, "'map_origin' of a file of tracks");
            frame = new Lanelet2Options
            {
                OriginLatitudeDeg = (o.Angle("latitude", -Math.PI / 2, Math.PI / 2) ?? throw o.Missing("latitude")) * 180 / Math.PI,
                OriginLongitudeDeg = (o.Angle("longitude", -Math.PI, Math.PI) ?? throw o.Missing("longitude")) * 180 / Math.PI,
                Utm = o.Choice("projection", "tmerc", "utm") == "utm",
            };
            o.Done();
        }

        string licence = reader.Text("licence") ?? "";
        double from = double.NegativeInfinity, to = double.PositiveInfinity;
        if (reader.Optional("window") is { } window)
        {
            var w = new SettingReader(window, "'window' of a file of tracks");
            from = w.Ratio("from") ?? from;
            to = w.Ratio("to") ?? to;
            w.Done();
        }

        string? ego = reader.Text("ego");
        reader.Done();
        if (actors is not null && !layout.Actors.ContainsKey("id"))
        {
            throw actors.Error("the layout says nothing about a table of actors; write layout: { …, actors: { id: NAME, class: NAME } } or leave it out");
        }

        if (recording is not null && layout.Recording.Count == 0)
        {
            throw recording.Error("the layout says nothing about a table of the recording; write layout: { …, recording: { frame_rate: NAME } } or leave it out");
        }

        return new TrackFiles(name, layout, data, actors, recording, map, frame, licence, from, to, ego);
    }
}

/// <summary>Opens what a file of tracks names.</summary>
internal interface ITrackSources
{
    /// <summary>Opens a table; the name is the one for messages.</summary>
    (Stream Stream, string Name) Open(Setting file);

    /// <summary>Reads a map; the frame is for those in degrees.</summary>
    RoadMap Map(Setting file, Lanelet2Options? frame);
}
