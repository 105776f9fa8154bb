using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>A road user named by number.</summary>
internal readonly record struct NumberedName(string Id, int End, bool IsDriver, ActorType Kind);

/// <summary>Reads "V1", "V-1", "Vehicle 1", "Vehicle #1", "Vehicle No. 1", "Unit 1", "Veh 2", "Traffic Unit #1", "Driver 2", "D1", "Pedestrian 1".</summary>
internal static class NumberedNames
{
    private const int Most = 30;

    public static bool TryRead(ReportText text, int i, out NumberedName name)
    {
        name = default;
        if (i >= text.Count) return false;
        ref readonly Token token = ref text[i];
        if (!token.IsWord) return false;
        string word = token.Norm;
        if (word.Length is 2 or 3 && char.IsAsciiDigit(word[1]) && word[0] is 'v' or 'd' or 'u' && (word.Length == 2 || char.IsAsciiDigit(word[2])) && token.Capital | word[0] == 'v')
        {
            int number = word[1] - '0';
            if (word.Length == 3) number = number * 10 + word[2] - '0';
            if (number is < 1 or > Most) return false;
            name = new($"V{number}", i + 1, word[0] == 'd', ActorType.Unknown);
            return true;
        }

        int start = i;
        if (word == "traffic" && text.Norm(i + 1) == "unit") word = text.Norm(++start);
        char letter;
        bool driver = false;
        ActorType kind = ActorType.Unknown;
        switch (word)
        {
            case "v" or "vehicle" or "veh" or "unit" or "vehicule":
            case "tu" or "party" or "auto" when token.Capital:
                letter = 'V';
                break;
            case "car" or "truck" or "bus" or "motorcycle" when token.Capital:
                letter = 'V';
                kind = VehicleWords.Kinds[word];
                break;
            case "driver" or "operator":
            case "d" when token.Capital:
                (letter, driver) = ('V', true);
                break;
            case "pedestrian" or "ped":
                (letter, kind) = ('P', ActorType.Pedestrian);
                break;
            case "cyclist" or "bicyclist" or "bicycle" or "pedalcyclist":
                (letter, kind) = ('C', ActorType.Bicycle);
                break;
            default:
                return false;
        }

        int next = start + 1;
        bool marked = false;
        if (text.Norm(next) == "." && text.Norm(next + 1) == "#") next++;
        if (text.Norm(next) is "#" or "no" or "number" or "nr")
        {
            next++;
            marked = true;
            if (text.Norm(next) is "." or "#") next++;
        }

        if (next >= text.Count || text[next] is not { IsNumber: true, Ordinal: false } digits || digits.Count is not (>= 1 and <= Most)) return false;
        // "the driver of car 2 miles ahead", "unit 35 mph": a measure, not a name; a bare letter needs its digit close by.
        if (!marked && (Measures.IsUnit(text, next + 1) || (word is "v" or "d" && text[next].Start - text[start].End > 1))) return false;
        if (!marked && digits.Kind == TokenKind.Word && (word is not ("vehicle" or "driver" or "unit" or "car" or "v" or "veh" or "pedestrian" or "party") || text.Norm(next + 1) is "lane" or "lanes" or "of")) return false;
        name = new($"{letter}{digits.Count}", next + 1, driver, kind);
        return true;
    }
}
