using System.Text.Json;
using System.Text.RegularExpressions;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>Scores projections against labels, field by field (specification of scenario generation §12). Not thread-safe.</summary>
internal sealed partial class ExtractionScores
{
    private readonly List<FieldScore> _fields = [];

    /// <summary>Makes the fields in the order of the table.</summary>
    public ExtractionScores()
    {
        foreach (var (name, group, _, _) in ExtractionBars.Fields)
        {
            _fields.Add(new FieldScore(name, group));
        }
    }

    /// <summary>The fields.</summary>
    public IReadOnlyList<FieldScore> Fields => _fields;

    /// <summary>Scores one report.</summary>
    /// <param name="report">Text and labels.</param>
    /// <param name="record">What was extracted; null when the text was refused.</param>
    /// <param name="found">Its projection; of an empty record when the text was refused.</param>
    public void Add(LabelledReport report, CrashRecord? record, ReportLabels found)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(found);
        if (record is not null)
        {
            Evidence(report.Report.Text, record);
        }

        if (report.Labels is not { } truth)
        {
            return;
        }

        Environment(report, truth, found);
        Road(report, truth, found);
        foreach (var (id, vehicle) in truth.Vehicles)
        {
            Vehicle(vehicle, found.Vehicles.GetValueOrDefault(id) ?? new VehicleLabels());
        }

        Crash(truth, found);
    }

    private FieldScore Of(string name) => _fields.First(f => f.Name == name);

    private void Environment(LabelledReport report, ReportLabels truth, ReportLabels found)
    {
        WhereSaid(report, "weather", "weather", truth.Weather, found.Weather);
        WhereSaid(report, "lighting", "lighting", truth.Lighting, found.Lighting);

        // The data do not say whether the text tells of the surface: a word of a surface's state decides.
        if (truth.Surface.Count > 0 && SurfaceWord().IsMatch(report.Report.Text))
        {
            Of("surface").Set(truth.Surface, found.Surface);
        }
    }

    private void Road(LabelledReport report, ReportLabels truth, ReportLabels found)
    {
        WhereSaid(report, "speed_limit", "speed_limit", truth.SpeedLimitKmh, found.SpeedLimitKmh);
        WhereSaid<int>(report, "lanes", "max_lanes", truth.MaxLanes is { } t ? [t] : [], found.MaxLanes is { } f ? [f] : []);
        Word("road_group", truth.RoadGroup, found.RoadGroup);
        Word("curve", Text(truth.Curve), Text(found.Curve));
        Word("divided", Text(truth.Divided), Text(found.Divided));
        Word("one_way", Text(truth.OneWay), Text(found.OneWay));
        if (truth.Junction.Count > 0)
        {
            Of("junction").Set(truth.Junction, found.Junction);
        }
    }

    private void Vehicle(VehicleLabels truth, VehicleLabels found)
    {
        if (truth.TrafficControl is { Count: > 0 } control)
        {
            Of("traffic_control").Set(control, found.TrafficControl ?? []);
        }

        Word("vehicle_type", truth.Type, found.Type);
        Word("manoeuvre", truth.Manoeuvre, found.Manoeuvre);
        Word("pre_event_movement", truth.PreEventMovement == LabelProjection.Unknown ? null : truth.PreEventMovement, found.PreEventMovement);
        Word("right_of_way", truth.RightOfWay, found.RightOfWay);
        Number("lane_from_right", truth.LaneFromRight, found.LaneFromRight);
        Number("vehicle_speed_limit", truth.SpeedLimitKmh, found.SpeedLimitKmh);
        Number("vehicle_lanes", truth.Lanes, found.Lanes);
    }

    private void Crash(ReportLabels truth, ReportLabels found)
    {
        Number("vehicle_count", truth.VehicleCount, found.VehicleCount);
        Word("crash_class", truth.CrashClass, found.CrashClass);
        bool both = true;
        int planes = 0;
        foreach (var (id, plane) in truth.FirstImpact.ContactArea)
        {
            if (plane is null)
            {
                continue;
            }

            string? answer = found.FirstImpact.ContactArea.GetValueOrDefault(id);
            planes++;
            both &= answer == plane;
            Of("contact_plane").Word(plane, answer);
            if (answer is not null)
            {
                Of("contact_plane_answered").Right(answer == plane);
            }
        }

        if (planes > 0)
        {
            Of("contact_planes_together").Right(both);
        }

        Of("striking_vehicle").Word(truth.FirstImpact.StrikingVehicle, found.FirstImpact.StrikingVehicle);
    }

    private void WhereSaid<T>(LabelledReport report, string subject, string field, IReadOnlyList<T> truth, IReadOnlyList<T> found)
    {
        if (!report.Says(subject))
        {
            Of("unknown_where_silent").Right(found.Count == 0);
        }
        else if (truth.Count > 0)
        {
            Of(field).Set(truth, found);
        }
    }

    private void Word(string field, string? truth, string? found)
    {
        if (truth is not null)
        {
            Of(field).Word(truth, found);
        }
    }

    private void Number(string field, int? truth, int? found)
    {
        if (truth is not null)
        {
            Of(field).Right(truth == found);
        }
    }

    private void Evidence(string text, CrashRecord record)
    {
        using var document = JsonDocument.Parse(CrashJson.Write(record));
        Walk(document.RootElement, text, Of("evidence_literal"));
    }

    private static void Walk(JsonElement element, string text, FieldScore score)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, text, score);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("status", out var status) && element.TryGetProperty("value", out _))
            {
                bool quoted = element.TryGetProperty("evidence", out var evidence) && evidence.ValueKind == JsonValueKind.Object;
                if (quoted || status.ValueEquals("stated"))
                {
                    score.Right(quoted && IsLiteral(evidence, text));
                }

                return;
            }

            foreach (var property in element.EnumerateObject())
            {
                Walk(property.Value, text, score);
            }
        }
    }

    private static bool IsLiteral(JsonElement evidence, string text)
    {
        int start = evidence.GetProperty("start").GetInt32(), end = evidence.GetProperty("end").GetInt32();
        return start >= 0 && start < end && end <= text.Length && evidence.GetProperty("quote").ValueEquals(text.AsSpan(start, end - start));
    }

    private static string? Text(bool? value) => value is { } known ? known ? "true" : "false" : null;

    [GeneratedRegex(@"\b(dry|wet|damp|snow\w*|ic[ey]|slick|slippery|slush|mud\w*|gravel|sand|oil)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SurfaceWord();
}
