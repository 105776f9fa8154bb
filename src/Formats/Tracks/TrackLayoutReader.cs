using System.Collections.Frozen;
using System.Globalization;
using Sim.Formats.Yaml;

namespace Sim.Formats.Tracks;

/// <summary>Reads layouts: shipped ones by name, or a map of settings, or a shipped one with changes (<c>like: NAME</c>).</summary>
internal static class TrackLayoutReader
{
    private const double FootM = 0.3048;
    private static readonly string[] Shipped = ["highd", "ind", "ngsim", "ngsim-text"];
    private static readonly string[] ColumnKeys = ["id", "frame", "time", "x", "y", "heading", "length", "width", "height", "class", "vx", "vy", "speed", "ax", "ay", "accel", "yaw_rate"];
    private static readonly string[] ActorKeys = ["id", "class", "length", "width", "height"];
    private static readonly string[] RecordingKeys = ["frame_rate", "speed_limit", "lanes_forward", "lanes_backward"];

    private static readonly FrozenDictionary<string, double> Lengths = Table(("m", 1), ("cm", 0.01), ("ft", FootM));
    private static readonly FrozenDictionary<string, double> Speeds = Table(("m/s", 1), ("km/h", 1 / 3.6), ("ft/s", FootM), ("mph", 0.44704));
    private static readonly FrozenDictionary<string, double> Accelerations = Table(("m/s^2", 1), ("ft/s^2", FootM), ("g", 9.80665));
    private static readonly FrozenDictionary<string, double> Angles = Table(("rad", 1), ("deg", Math.PI / 180));
    private static readonly FrozenDictionary<string, double> Times = Table(("s", 1e6), ("ms", 1e3), ("us", 1), ("ns", 1e-3));

    public static TrackLayout Read(Setting value)
    {
        if (value.Kind == SettingKind.Scalar)
        {
            return Named(value);
        }

        var reader = new SettingReader(value, "a layout of tracks");
        var start = reader.Optional("like") is { } like ? Named(like) : new TrackLayout();
        return Over(start, reader);
    }

    private static TrackLayout Named(Setting name)
    {
        if (!Shipped.Contains(name.Text))
        {
            throw name.Error($"there is no layout '{name.Text}'; {Nearest.Hint(name.Text, Shipped)}");
        }

        string file = name.Text + ".yaml";
        using var stream = typeof(TrackLayoutReader).Assembly.GetManifestResourceStream("Sim.Formats.Tracks.Layouts." + file)
            ?? throw new InvalidOperationException($"The layout '{file}' is not part of the assembly.");
        using var text = new StreamReader(stream);
        return Over(new TrackLayout(), new SettingReader(YamlSettings.Read(text.ReadToEnd(), file), "a layout of tracks"));
    }

    private static TrackLayout Over(TrackLayout start, SettingReader reader)
    {
        var layout = start with
        {
            Delimiter = reader.Text("delimiter") is { } d ? Delimiter(reader.Map.Find("delimiter")!, d) : start.Delimiter,
            Header = reader.Bool("header") ?? start.Header,
            Reference = reader.Choice<ReferencePoint>("reference") ?? start.Reference,
            RearOverhangM = reader.Length("rear_overhang", 0, 20) ?? start.RearOverhangM,
            Heading = reader.Choice<HeadingSource>("heading") ?? start.Heading,
            FrameRateHz = reader.Frequency("frame_rate", 0.01, 100_000) ?? start.FrameRateHz,
            StepUs = reader.Duration("step", 10, 100_000_000) ?? start.StepUs,
            ToleranceUs = reader.Duration("tolerance", 0, 10_000_000) ?? start.ToleranceUs,
            GapUs = reader.Duration("gap", 0, 60_000_000) ?? start.GapUs,
            Columns = Names(reader, "columns", ColumnKeys, start.Columns),
            Actors = Names(reader, "actors", ActorKeys, start.Actors),
            Recording = Names(reader, "recording", RecordingKeys, start.Recording),
            Classes = Classes(reader.Optional("classes"), start.Classes),
            Where = reader.Optional("where") is { } where ? Texts(where) : start.Where,
        };
        if (reader.Optional("units") is { } units)
        {
            var u = new SettingReader(units, "the units of a layout");
            layout = layout with
            {
                LengthFactor = Factor(u, "length", Lengths) ?? layout.LengthFactor,
                SpeedFactor = Factor(u, "speed", Speeds) ?? layout.SpeedFactor,
                AccelerationFactor = Factor(u, "acceleration", Accelerations) ?? layout.AccelerationFactor,
                AngleFactor = Factor(u, "angle", Angles) ?? layout.AngleFactor,
                TimeFactorUs = Factor(u, "time", Times) ?? layout.TimeFactorUs,
            };
            u.Done();
        }

        if (reader.Optional("axes") is { } axes)
        {
            var a = new SettingReader(axes, "the axes of a layout");
            layout = layout with { YDown = a.Choice("y", "up", "down") is { } y ? y == "down" : layout.YDown };
            a.Done();
        }

        if (reader.Optional("default") is { } fallback)
        {
            var f = new SettingReader(fallback, "the defaults of a layout");
            layout = layout with
            {
                DefaultClass = f.Choice<ActorClass>("class") ?? layout.DefaultClass,
                DefaultBody = new BodyBox(
                    f.Length("length", 0.01, 200) ?? layout.DefaultBody.LengthM,
                    f.Length("width", 0.01, 50) ?? layout.DefaultBody.WidthM,
                    f.Length("height", 0.01, 50) ?? layout.DefaultBody.HeightM),
            };
            f.Done();
        }

        reader.Done();
        return layout;
    }

    /// <summary>Refuses a layout that cannot describe tracks.</summary>
    public static void Check(TrackLayout layout, Setting place)
    {
        foreach (string key in (string[])["id", "x", "y"])
        {
            if (!layout.Columns.ContainsKey(key))
            {
                throw place.Error($"the layout names no column for '{key}'; write columns: {{ {key}: NAME }}");
            }
        }

        if (layout.Columns.ContainsKey("frame") == layout.Columns.ContainsKey("time"))
        {
            throw place.Error("the layout names a column for one of 'frame' and 'time'; write which");
        }

        if (layout.Columns.ContainsKey("time") && layout.StepUs is null)
        {
            throw place.Error("a layout with a column of times needs the step between two rows of an actor; write step: 0.1 s");
        }

        if (layout.Heading == HeadingSource.Column && !layout.Columns.ContainsKey("heading"))
        {
            throw place.Error("the layout names no column for 'heading'; write heading: motion, velocity or axis to say how it is derived");
        }

        if (layout.Heading == HeadingSource.Velocity && !(layout.Columns.ContainsKey("vx") && layout.Columns.ContainsKey("vy")))
        {
            throw place.Error("'heading: velocity' needs the columns 'vx' and 'vy'");
        }

        if (layout.Reference == ReferencePoint.Corner && layout.Heading != HeadingSource.Axis)
        {
            throw place.Error("'reference: corner' is for boxes along the axes; write heading: axis");
        }

        if (!layout.Header && layout.Columns.Values.Concat(layout.Where.Keys).FirstOrDefault(c => !int.TryParse(c, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n is < 1 or > 1024) is { } named)
        {
            throw place.Error($"found the column '{named}', but a table without a row of names (header: false) numbers its columns from 1");
        }
    }

    private static char Delimiter(Setting place, string text) => text switch
    {
        "space" => ' ',
        "tab" => '\t',
        [var c] when c is ',' or ';' or '|' or ' ' or '\t' => c,
        _ => throw place.Error($"'delimiter' is '{text}'; write one of , ; | space tab"),
    };

    private static double? Factor(SettingReader reader, string key, FrozenDictionary<string, double> table) =>
        reader.Choice(key, table.Keys.Order(StringComparer.Ordinal)) is { } unit ? table[unit] : null;

    private static IReadOnlyDictionary<string, string> Names(SettingReader reader, string key, string[] known, IReadOnlyDictionary<string, string> start)
    {
        if (reader.Optional(key) is not { } map)
        {
            return start;
        }

        var names = new SettingReader(map, $"'{key}' of a layout");
        var found = new Dictionary<string, string>(start, StringComparer.Ordinal);
        foreach (string field in known)
        {
            if (names.Text(field) is { } column)
            {
                found[field] = column;
            }
        }

        names.Done();
        return Ordered.Copy(found);
    }

    private static IReadOnlyDictionary<string, string> Texts(Setting map)
    {
        var reader = new SettingReader(map, "'where' of a layout");
        return Ordered.Copy(map.Entries.Select(e => KeyValuePair.Create(e.Key, reader.RequiredText(e.Key))));
    }

    private static IReadOnlyDictionary<string, ActorClass> Classes(Setting? map, IReadOnlyDictionary<string, ActorClass> start)
    {
        if (map is null)
        {
            return start;
        }

        var reader = new SettingReader(map, "'classes' of a layout");
        var classes = new Dictionary<string, ActorClass>(start, StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            classes[entry.Key] = reader.Choice<ActorClass>(entry.Key) ?? throw reader.Missing(entry.Key);
        }

        return classes;
    }

    private static FrozenDictionary<string, double> Table(params (string Unit, double Factor)[] units) => units.ToFrozenDictionary(u => u.Unit, u => u.Factor, StringComparer.Ordinal);
}
