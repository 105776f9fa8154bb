using System.Globalization;
using Sim.Maps;

namespace Sim.Formats.CommonRoad;

/// <summary>Reads the root's attributes, <c>&lt;location&gt;</c> and <c>&lt;scenarioTags&gt;</c>.</summary>
internal static class HeaderParser
{
    /// <summary>Place and conditions.</summary>
    internal sealed record Location(GeoOrigin? Origin, WorldEnvironment Environment)
    {
        public static Location None { get; } = new(null, new WorldEnvironment());
    }

    /// <summary>The root's attributes. The cursor is at the root.</summary>
    public static CommonRoadHeader Root(XmlCursor cursor, Notes notes)
    {
        if (cursor.Name != "commonRoad")
        {
            throw cursor.Error($"the root element is <{XmlCursor.Cut(cursor.Name)}>; a CommonRoad file begins with <commonRoad>");
        }

        string version = cursor.RequiredAttribute("commonRoadVersion");
        if (version is not ("2018b" or "2020a"))
        {
            throw cursor.Error($"commonRoadVersion is '{XmlCursor.Cut(version)}'; this reader knows 2018b and 2020a");
        }

        string benchmark = cursor.Attribute("benchmarkID") ?? "";
        string source = cursor.Attribute("source") ?? "";
        return new CommonRoadHeader
        {
            Version = version,
            BenchmarkId = benchmark,
            StepUs = Step(cursor, notes),
            Author = cursor.Attribute("author") ?? "",
            Affiliation = cursor.Attribute("affiliation") ?? "",
            Source = source,
            Date = cursor.Attribute("date") ?? "",
            Tags = (cursor.Attribute("tags") ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries),
            Country = Country(benchmark),
            Licence = Licence(source),
        };
    }

    /// <summary>Tags of version 2020a: the names of the children.</summary>
    public static IReadOnlyList<string> Tags(XmlCursor cursor, IReadOnlyList<string> before)
    {
        var tags = new List<string>(before);
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            if (!tags.Contains(cursor.Name) && tags.Count < 1000)
            {
                tags.Add(cursor.Name);
            }

            cursor.Skip();
        }

        return tags;
    }

    /// <summary>Reads <c>&lt;location&gt;</c>.</summary>
    public static Location ReadLocation(XmlCursor cursor, Notes notes)
    {
        double latitude = double.NaN;
        double longitude = double.NaN;
        string projection = "";
        var environment = new WorldEnvironment();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "gpsLatitude":
                    latitude = cursor.NumberIfStated();
                    break;
                case "gpsLongitude":
                    longitude = cursor.NumberIfStated();
                    break;
                case "geoNameId":
                    cursor.Skip();
                    break;
                case "geoTransformation":
                    projection = Projection(cursor, notes);
                    break;
                case "environment":
                    environment = Environment(cursor, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        // 999 stands for "not stated".
        bool stated = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180;
        return new Location(stated ? new GeoOrigin(latitude, longitude, projection) : null, environment);
    }

    private static string Projection(XmlCursor cursor, Notes notes)
    {
        string projection = "";
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            switch (cursor.Name)
            {
                case "geoReference":
                    projection = cursor.Text().ToString();
                    break;
                case "additionalTransformation":
                    Transformation(cursor, notes);
                    break;
                default:
                    notes.Skip(cursor);
                    break;
            }
        }

        return projection;
    }

    private static void Transformation(XmlCursor cursor, Notes notes)
    {
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            string name = cursor.Name;
            double neutral = name == "scaling" ? 1 : 0;
            if (cursor.Number() != neutral)
            {
                notes.Add($"<{XmlCursor.Cut(name)}> of the geographic transformation is not applied: coordinates stay the file's");
            }
        }
    }

    private static WorldEnvironment Environment(XmlCursor cursor, Notes notes)
    {
        var environment = new WorldEnvironment();
        var odd = new List<KeyValuePair<string, string>>();
        var scope = cursor.Enter();
        while (cursor.Next(scope))
        {
            string name = cursor.Name;
            if (name is not ("time" or "timeOfDay" or "weather" or "underground"))
            {
                notes.Skip(cursor);
                continue;
            }

            string word = cursor.Text().ToString();
            odd.Add(new(name == "timeOfDay" ? "time_of_day" : name, word));
            environment = (name, word) switch
            {
                ("timeOfDay", "day" or "night") => environment with { Light = word },
                ("timeOfDay", "unknown") => environment with { Light = "unknown" },
                ("weather", "light_rain") => environment with { RainMmph = Assume(2.0, "light rain is taken as 2 mm/h") },
                ("weather", "mid_rain") => environment with { RainMmph = Assume(6.0, "middling rain is taken as 6 mm/h") },
                ("weather", "heavy_rain") => environment with { RainMmph = Assume(15.0, "heavy rain is taken as 15 mm/h") },
                ("weather", "fog") => environment with { FogVisibilityM = Assume(200.0, "fog is taken as 200 m visibility") },
                ("underground", "wet") => environment with { Friction = Assume(0.7, "a wet road is taken as friction 0.7") },
                ("underground", "snow") => environment with { Friction = Assume(0.3, "a road under snow is taken as friction 0.3") },
                ("underground", "ice") => environment with { Friction = Assume(0.15, "a road under ice is taken as friction 0.15") },
                _ => environment,
            };
        }

        return environment with { Odd = Ordered.Copy(odd) };

        double Assume(double value, string note)
        {
            notes.Add(note);
            return value;
        }
    }

    private static long Step(XmlCursor cursor, Notes notes)
    {
        string text = cursor.RequiredAttribute("timeStepSize");
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal seconds) || seconds < 0.000001m || seconds > 10m)
        {
            throw cursor.Error($"timeStepSize is '{XmlCursor.Cut(text)}'; write seconds from 0.000001 to 10");
        }

        decimal us = seconds * 1_000_000m;
        long rounded = (long)decimal.Round(us, MidpointRounding.AwayFromZero);
        if (rounded != us)
        {
            notes.Add($"the time step {XmlCursor.Cut(text)} s is no whole number of microseconds: {rounded} µs are taken");
        }

        return rounded;
    }

    // "USA_US101-3_4_T-1", and "C-USA_…" for cooperative scenarios.
    private static string Country(string benchmark)
    {
        string id = benchmark.StartsWith("C-", StringComparison.Ordinal) ? benchmark[2..] : benchmark;
        return id.Length > 3 && id[3] == '_' && char.IsAsciiLetterUpper(id[0]) && char.IsAsciiLetterUpper(id[1]) && char.IsAsciiLetterUpper(id[2]) ? id[..3] : "";
    }

    private static string Licence(string source)
    {
        var notes = new List<string>(2);
        if (source.Contains("OpenStreetMap", StringComparison.OrdinalIgnoreCase) || source.Contains("(OSM)", StringComparison.Ordinal))
        {
            notes.Add("map © OpenStreetMap contributors, ODbL 1.0");
        }

        if (source.Contains("NGSIM", StringComparison.OrdinalIgnoreCase))
        {
            notes.Add("trajectories: NGSIM, US Federal Highway Administration");
        }

        return string.Join("; ", notes);
    }
}
