using System.Globalization;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>
/// Finds who is meant, by the plainest means: the text's own numbers, words of the description that fit one actor only, and words of the kind where
/// one actor only is of it. Pronouns are left alone: a check must not guess. Thread-safe.
/// </summary>
internal static class MentionReader
{
    private static readonly HashSet<string> Numbered = new(StringComparer.Ordinal) { "vehicle", "veh", "unit", "driver", "motorist", "party" };

    private static readonly HashSet<string> NoName = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "door", "four", "two", "sedan", "coupe", "white", "black", "red", "blue", "green", "silver", "gray", "grey", "gold", "tan", "maroon",
        "yellow", "brown", "test", "vehicle", "vehicles", "car", "truck", "model", "passenger", "utility", "sport", "of", "in", "and", "with", "operating",
        "north", "south", "east", "west", "northbound", "southbound", "eastbound", "westbound", "grand", "town", "country", "school", "city", "stop", "left", "right",
        "front", "rear", "hatchback", "wagon", "station", "door", "cab", "series", "big", "small", "large", "compact", "mini", "full", "size", "midsize", "trailer", "semi",
    };

    /// <summary>Words of a kind of road user.</summary>
    public static readonly IReadOnlyDictionary<string, ActorType[]> Kinds = new Dictionary<string, ActorType[]>(StringComparer.Ordinal)
    {
        ["pedestrian"] = [ActorType.Pedestrian],
        ["pedestrians"] = [ActorType.Pedestrian],
        ["jogger"] = [ActorType.Pedestrian],
        ["bicyclist"] = [ActorType.Bicycle],
        ["cyclist"] = [ActorType.Bicycle],
        ["bicycle"] = [ActorType.Bicycle],
        ["bike"] = [ActorType.Bicycle],
        ["motorcycle"] = [ActorType.Motorcycle],
        ["motorcyclist"] = [ActorType.Motorcycle],
        ["moped"] = [ActorType.Motorcycle],
        ["bus"] = [ActorType.Bus],
        ["pickup"] = [ActorType.Pickup],
        ["minivan"] = [ActorType.Van],
        ["van"] = [ActorType.Van],
        ["suv"] = [ActorType.Suv],
        ["truck"] = [ActorType.Truck, ActorType.Pickup],
        ["tractor"] = [ActorType.Truck, ActorType.OtherVehicle],
        ["taxi"] = [ActorType.Car],
        ["sedan"] = [ActorType.Car],
        ["deer"] = [ActorType.Animal],
        ["dog"] = [ActorType.Animal],
        ["cow"] = [ActorType.Animal],
        ["horse"] = [ActorType.Animal],
        ["animal"] = [ActorType.Animal],
        ["train"] = [ActorType.Train],
        ["tram"] = [ActorType.Train],
    };

    /// <summary>Mentions in the order of the text.</summary>
    public static List<Mention> Read(CrashRecord record, WordList words)
    {
        var names = Names(record, words);
        var kinds = KindsOfOne(record);
        var found = new List<Mention>();
        for (int i = 0; i < words.Words.Count; i++)
        {
            if (Number(words, i) is { } numbered)
            {
                found.Add(new Mention(i, numbered.To, numbered.Actor, true));
                i = numbered.To - 1;
            }
            else if (names.TryGetValue(words[i], out var named)) found.Add(new Mention(i, i + 1, named, false));
            else if (kinds.TryGetValue(words[i], out var kind)) found.Add(new Mention(i, i + 1, kind, false));
        }

        return found;
    }

    /// <summary>"V2", "Vehicle #2", "unit two", "Driver 1", "D1", "Pedestrian 1", "the second vehicle" at a word.</summary>
    private static (string Actor, int To)? Number(WordList words, int i)
    {
        string word = words[i];
        if (word.Length is 2 or 3 && word[0] is 'v' or 'd' or 'p' && char.IsAsciiDigit(word[1]) && word[1] != '0')
        {
            return ((word[0] == 'p' ? "P" : "V") + word[1..], i + 1);
        }

        bool pedestrian = word is "pedestrian" or "ped";
        bool cyclist = word is "bicyclist" or "cyclist" or "pedalcyclist";
        if (Numbered.Contains(word) || pedestrian || cyclist)
        {
            int at = words[i + 1] is "no" or "number" ? i + 2 : i + 1;
            if (Small(words[at]) is { } number && Adjacent(words, i, at)) return ((pedestrian ? "P" : cyclist ? "C" : "V") + number, at + 1);
        }

        return null;
    }

    private static string? Small(string word) => word switch
    {
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        _ => word.Length <= 2 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 100
            ? number.ToString(CultureInfo.InvariantCulture) : null,
    };

    /// <summary>Only blanks, "#", "-", "." or brackets stand between.</summary>
    private static bool Adjacent(WordList words, int i, int at)
    {
        if (words[at + 1] is "lane" or "lanes" or "door" or "mph" or "km" or "year") return false;
        for (int n = i; n < at; n++)
        {
            foreach (char c in words.Text.AsSpan(words.Words[n].End, words.Words[n + 1].Start - words.Words[n].End))
            {
                if (!(char.IsWhiteSpace(c) || c is '#' or '-' or '.')) return false;
            }
        }

        return true;
    }

    private static Dictionary<string, string> Names(CrashRecord record, WordList words)
    {
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var actor in record.Actors)
        {
            if (actor.Description.Value is not { } description) continue;
            foreach (var word in WordList.Of(description).Words.Select(w => w.Text).Distinct())
            {
                if (word.Length < 3 || char.IsDigit(word[0]) || NoName.Contains(word) || Kinds.ContainsKey(word) || Numbered.Contains(word)) continue;
                names[word] = names.TryGetValue(word, out var other) && other != actor.Id ? null : actor.Id;
            }
        }

        // A make in lower case is a word of its own ("ram", "focus", "escape").
        foreach (var word in words.Words.Where(w => char.IsLower(words.Text[w.Start]))) names.Remove(word.Text);
        return names.Where(name => name.Value is not null).ToDictionary(name => name.Key, name => name.Value!, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> KindsOfOne(CrashRecord record)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (word, types) in Kinds)
        {
            var fitting = record.Actors.Where(actor => types.Contains(actor.Type.Value)).ToList();
            if (fitting.Count == 1) kinds[word] = fitting[0].Id;
        }

        return kinds;
    }
}
