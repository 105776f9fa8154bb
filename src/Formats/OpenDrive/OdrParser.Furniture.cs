using System.Globalization;
using Sim.Formats.OpenDrive.Writing;
using Sim.Geometry;
using Sim.Maps;

namespace Sim.Formats.OpenDrive;

internal sealed partial class OdrParser
{
    private const int MaxRepeats = 100_000;
    private double _repeats;

    private static char OrientationOf(string? word) => word is "+" or "-" ? word[0] : ' ';

    private void ParseSignals(OdrRoad road)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name is not ("signal" or "signalReference"))
            {
                continue;
            }

            bool reference = xml.Name == "signalReference";
            string type = Word("type");
            double value = xml.Number("value", -1);
            string? unit = xml.Text("unit")?.Trim();
            var signal = new OdrSignal
            {
                Id = xml.RequiredText("id"),
                IsReference = reference,
                S = xml.NumberIn("s", -MaxLength, MaxLength),
                T = xml.NumberIn("t", -MaxLength, MaxLength),
                Orientation = OrientationOf(xml.Text("orientation")),
                Type = type,
                Subtype = Word("subtype"),
                Country = Words.Country(xml.Text("country")),
                Dynamic = xml.Text("dynamic") == "yes",
                ValueSi = value < 0 ? null : Vocabulary.SignValue(value, unit, type),
                HeightM = xml.Number("zOffset", 0),
                HeadingOffsetRad = xml.Number("hOffset", 0),
            };
            var inner = xml.Enter();
            while (xml.Next(inner))
            {
                if (xml.Name == "validity")
                {
                    AddValidity(signal.Validity);
                }
                else if (xml.Name == "userData" && xml.Text("code") == Writing.Words.CycleCode)
                {
                    ParseCycle(signal, xml.Text("value") ?? "");
                }
                else if (xml.Name == "positionInertial")
                {
                    signal.Inertial = new Pose2d(
                        xml.NumberIn("x", -MaxCoordinate, MaxCoordinate), xml.NumberIn("y", -MaxCoordinate, MaxCoordinate), xml.Number("hdg", 0));
                }
            }

            road.Signals.Add(signal);
        }
    }

    /// <summary>A programme as our own writer keeps it; one that does not read is none.</summary>
    private static void ParseCycle(OdrSignal signal, string text)
    {
        const int maxPhases = 1_000;
        string[] parts = text.Split(';');
        if (parts.Length > maxPhases || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long offset))
        {
            return;
        }

        var phases = new List<SignalPhase>();
        foreach (string part in parts.AsSpan(1))
        {
            int colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !Enum.TryParse(part[..colon], out SignalState state) || !Enum.IsDefined(state)
                || !long.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long duration) || duration is <= 0 or > 1_000_000_000_000)
            {
                return;
            }

            phases.Add(new SignalPhase(state, duration));
        }

        signal.Cycle.Clear();
        signal.Cycle.AddRange(phases);
        signal.CycleOffsetUs = offset;
    }

    /// <summary>A code, where "-1" and "none" stand for no code.</summary>
    private string Word(string attribute)
    {
        string word = xml.Text(attribute)?.Trim() ?? "";
        return word is "-1" or "none" ? "" : word;
    }

    private void AddValidity(List<(int From, int To)> validity)
    {
        int from = xml.Integer("fromLane"), to = xml.Integer("toLane");
        validity.Add((Math.Min(from, to), Math.Max(from, to)));
    }

    private OdrObjectKind? ObjectKind()
    {
        string type = xml.Text("type")?.Trim() ?? "", subtype = xml.Text("subtype")?.Trim() ?? "", name = xml.Text("name")?.Trim() ?? "";
        if (Same(type, "crosswalk") || Same(type, "zebraCrossing"))
        {
            return OdrObjectKind.Crosswalk;
        }

        if (Same(type, "parkingSpace"))
        {
            return OdrObjectKind.Parking;
        }

        bool paint = Same(type, "roadMark") || type is "" or "none" or "-1";
        return Same(type, "stopLine") || (paint && (Same(subtype, "stopLine") || Same(subtype, "signalLines") || Same(name, "stopLine")))
            ? OdrObjectKind.StopLine
            : null;

        static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
    }

    private void ParseObjects(OdrRoad road)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name != "object" || ObjectKind() is not { } kind)
            {
                continue;
            }

            var item = new OdrObject
            {
                Id = xml.RequiredText("id"),
                Kind = kind,
                S = xml.NumberIn("s", -MaxLength, MaxLength),
                T = xml.NumberIn("t", -MaxLength, MaxLength),
                HeadingRad = xml.Number("hdg", 0),
                Orientation = OrientationOf(xml.Text("orientation")),
                Length = Math.Abs(xml.Number("length", 0)),
                Width = Math.Abs(xml.Number("width", 0)),
            };
            ParseObjectBody(item);
            road.Objects.Add(item);
        }
    }

    private void ParseObjectBody(OdrObject item)
    {
        bool outlined = false;
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            switch (xml.Name)
            {
                case "validity":
                    AddValidity(item.Validity);
                    break;
                case "repeat":
                    ParseRepeat(item);
                    break;
                case "outline" when !outlined:
                    outlined = ParseOutline(item);
                    break;
                case "outlines":
                    var outlines = xml.Enter();
                    while (xml.Next(outlines))
                    {
                        if (xml.Name == "outline" && !outlined)
                        {
                            outlined = ParseOutline(item);
                        }
                    }

                    break;
            }
        }
    }

    private void ParseRepeat(OdrObject item)
    {
        double length = xml.NumberIn("length", 0, MaxLength), distance = xml.NumberIn("distance", 0, MaxLength);
        if (distance <= 0)
        {
            return;
        }

        _repeats += 1 + (length / distance);
        if (_repeats > MaxRepeats)
        {
            throw xml.Error("distance", $"found more than {MaxRepeats} repeated objects; expected fewer.");
        }

        item.Repeats.Add((xml.Number("s"), length, distance, xml.Number("tStart", item.T), xml.Number("tEnd", item.T)));
    }

    private bool ParseOutline(OdrObject item)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            bool road = xml.Name == "cornerRoad";
            if (!road && xml.Name != "cornerLocal")
            {
                continue;
            }

            if (item.Corners.Count >= MaxRecords)
            {
                throw xml.Error($"found more than {MaxRecords} corners in one outline; expected fewer.");
            }

            item.CornersAreRoad = road;
            item.Corners.Add(road
                ? (xml.NumberIn("s", -MaxLength, MaxLength), xml.NumberIn("t", -MaxLength, MaxLength))
                : (xml.NumberIn("u", -MaxLength, MaxLength), xml.NumberIn("v", -MaxLength, MaxLength)));
        }

        return item.Corners.Count > 0;
    }
}
