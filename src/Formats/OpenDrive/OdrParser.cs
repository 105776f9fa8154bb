namespace Sim.Formats.OpenDrive;

/// <summary>One pass over the XML into the model; unknown elements are skipped.</summary>
internal sealed partial class OdrParser(OdrXml xml)
{
    private const double MaxCoordinate = 1e8;
    private const double MaxLength = 1e6;
    private const double MaxCurvature = 100;
    private const int MaxRecords = 100_000;
    private readonly HashSet<string> _roadIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _junctionIds = new(StringComparer.Ordinal);

    public string Name { get; private set; } = "";

    public string GeoReference { get; private set; } = "";

    public string Licence { get; private set; } = "";

    public double OffsetX { get; private set; }

    public double OffsetY { get; private set; }

    public List<OdrRoad> Roads { get; } = [];

    public List<OdrJunction> Junctions { get; } = [];

    public void Parse()
    {
        xml.MoveToRoot();
        if (xml.Name != "OpenDRIVE")
        {
            throw xml.Error($"found <{xml.Name}> as the document element; expected <OpenDRIVE>.");
        }

        var root = xml.Enter();
        while (xml.Next(root))
        {
            switch (xml.Name)
            {
                case "header":
                    ParseHeader();
                    break;
                case "road":
                    ParseRoad();
                    break;
                case "junction":
                    ParseJunction();
                    break;
            }
        }

        var end = xml.Error("found no <road>; expected at least one.");
        xml.Finish();
        if (Roads.Count == 0)
        {
            throw end;
        }
    }

    private void ParseHeader()
    {
        if (xml.Text("revMajor") is { } major && major.Trim() != "1")
        {
            throw xml.Error("revMajor", $"found OpenDRIVE revision {major}; expected revMajor 1 (1.4 to 1.7).");
        }

        Name = xml.Text("name")?.Trim() ?? "";
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == "geoReference")
            {
                GeoReference = xml.ReadText();
            }
            else if (xml.Name == "userData" && xml.Text("code") == Writing.Words.LicenceCode)
            {
                Licence = xml.Text("value") ?? "";
            }
            else if (xml.Name == "offset")
            {
                OffsetX = xml.Number("x", 0);
                OffsetY = xml.Number("y", 0);
            }
        }
    }

    private void ParseRoad()
    {
        string id = xml.RequiredText("id");
        if (!_roadIds.Add(id))
        {
            throw xml.Error("id", $"found a second road \"{id}\"; expected unique road ids.");
        }

        string junction = xml.Text("junction")?.Trim() ?? "-1";
        xml.NumberIn("length", 0, MaxLength);
        var road = new OdrRoad
        {
            Id = id,
            JunctionId = junction is "-1" or "" ? null : junction,
            Line = xml.Line,
            Column = xml.Column,
            LeftHandTraffic = xml.Text("rule") == "LHT",
        };
        var missing = xml.Error($"found road \"{id}\" without geometry; expected a <planView> with at least one <geometry> of positive length.");
        var noLanes = xml.Error($"found road \"{id}\" without lanes; expected <lanes> with at least one <laneSection>.");
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            switch (xml.Name)
            {
                case "link":
                    ParseRoadLink(road);
                    break;
                case "type":
                    ParseRoadType(road);
                    break;
                case "planView":
                    ParsePlanView(road);
                    break;
                case "elevationProfile":
                    ParseCubics("elevation", road.Elevation);
                    break;
                case "lateralProfile":
                    ParseCubics("superelevation", road.Superelevation);
                    break;
                case "lanes":
                    ParseLanes(road);
                    break;
                case "objects":
                    ParseObjects(road);
                    break;
                case "signals":
                    ParseSignals(road);
                    break;
            }
        }

        if (road.Plan.Count == 0)
        {
            throw missing;
        }

        if (road.Sections.Count == 0)
        {
            throw noLanes;
        }

        Roads.Add(road);
    }

    private void ParseRoadLink(OdrRoad road)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name is not ("predecessor" or "successor"))
            {
                continue;
            }

            bool before = xml.Name == "predecessor";
            var link = new OdrRoadLink(xml.Text("elementType") == "junction", xml.RequiredText("elementId"), xml.Text("contactPoint") switch
            {
                "start" => false,
                "end" => true,
                _ => null,
            });
            if (before)
            {
                road.Predecessor = link;
            }
            else
            {
                road.Successor = link;
            }
        }
    }

    private void ParseRoadType(OdrRoad road)
    {
        double s = xml.Number("s", 0);
        var scope = xml.Enter();
        double? limit = null;
        while (xml.Next(scope))
        {
            if (xml.Name == "speed")
            {
                limit = ParseSpeed();
            }
        }

        road.Speeds.Add(new OdrSpeed(s, limit));
    }

    private double? ParseSpeed()
    {
        string max = xml.RequiredText("max").Trim();
        if (max is "no limit" or "undefined" or "")
        {
            return null;
        }

        double value = xml.NumberIn("max", -1, 1e4) * Vocabulary.SpeedFactor(xml.Text("unit")?.Trim());
        return value > 0 ? value : null;
    }

    private void ParsePlanView(OdrRoad road)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name != "geometry")
            {
                continue;
            }

            double s = xml.NumberIn("s", 0, MaxLength);
            double x = xml.NumberIn("x", -MaxCoordinate, MaxCoordinate);
            double y = xml.NumberIn("y", -MaxCoordinate, MaxCoordinate);
            double heading = xml.NumberIn("hdg", -1e6, 1e6);
            double length = xml.NumberIn("length", 0, MaxLength);
            if (road.Plan.Count > 0 && s < road.Plan[^1].S)
            {
                throw xml.Error("s", "found a <geometry> that starts before the one above it; expected growing s.");
            }

            if (road.Plan.Count >= MaxRecords)
            {
                throw xml.Error($"found more than {MaxRecords} <geometry> in one road; split the road.");
            }

            var shape = ParseShape(s, x, y, heading, length);
            if (length > 1e-9)
            {
                road.Plan.Add(shape);
            }
        }
    }

    private PlanGeometry ParseShape(double s, double x, double y, double heading, double length)
    {
        var none = xml.Error("found a <geometry> without a shape; expected <line>, <arc>, <spiral>, <poly3> or <paramPoly3>.");
        double safe = Math.Max(length, 1e-9);
        PlanGeometry? shape = null;
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            switch (xml.Name)
            {
                case "line":
                    shape = new LineGeometry(s, x, y, heading, length);
                    break;
                case "arc":
                    shape = new ArcGeometry(s, x, y, heading, length, Turning("curvature", length));
                    break;
                case "spiral":
                    double from = Turning("curvStart", length), to = Turning("curvEnd", length);
                    shape = new SpiralGeometry(s, x, y, heading, safe, from, to);
                    break;
                case "poly3":
                    shape = new Poly3Geometry(s, x, y, heading, safe, Coefficients("a", "b", "c", "d"));
                    break;
                case "paramPoly3":
                    bool normalized = xml.Text("pRange") is not { } range || range switch
                    {
                        "arcLength" => false,
                        "normalized" => true,
                        _ => throw xml.Error("pRange", "found an unknown pRange; expected \"arcLength\" or \"normalized\"."),
                    };
                    shape = new ParamPoly3Geometry(
                        s, x, y, heading, safe, Coefficients("aU", "bU", "cU", "dU"), Coefficients("aV", "bV", "cV", "dV"), normalized);
                    break;
            }
        }

        return shape ?? throw none;
    }

    private double Turning(string attribute, double length)
    {
        double curvature = xml.NumberIn(attribute, -MaxCurvature, MaxCurvature);
        return Math.Abs(curvature) * length <= SpiralGeometry.MaxAllowedTurnRad
            ? curvature
            : throw xml.Error(attribute, $"found a curve that turns more than {SpiralGeometry.MaxAllowedTurnRad} rad; expected less.");
    }

    private Cubic Coefficients(string a, string b, string c, string d) =>
        new(0, Bounded(a), Bounded(b), Bounded(c), Bounded(d));

    private double Bounded(string attribute)
    {
        double value = xml.Number(attribute, 0);
        return Math.Abs(value) <= 1e12
            ? value
            : throw xml.Error(attribute, $"found a coefficient \"{attribute}\" beyond ±1e12; expected a road's.");
    }

    private void ParseCubics(string element, List<Cubic> records)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == element)
            {
                AddCubic("s", records);
            }
        }
    }

    private void AddCubic(string start, List<Cubic> records)
    {
        double s = xml.NumberIn(start, -1e-3, MaxLength);
        if (records.Count > 0 && s < records[^1].Start)
        {
            throw xml.Error(start, $"found a <{xml.Name}> that starts before the one above it; expected growing {start}.");
        }

        if (records.Count >= MaxRecords)
        {
            throw xml.Error($"found more than {MaxRecords} <{xml.Name}> in a row; split the road.");
        }

        records.Add(new Cubic(s, Bounded("a"), Bounded("b"), Bounded("c"), Bounded("d")));
    }

    private void ParseJunction()
    {
        string id = xml.RequiredText("id");
        if (!_junctionIds.Add(id))
        {
            throw xml.Error("id", $"found a second junction \"{id}\"; expected unique junction ids.");
        }

        string kind = xml.Text("type")?.Trim() ?? "";
        var junction = new OdrJunction { Id = id, Kind = kind.Length == 0 ? "default" : kind };
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == "connection")
            {
                ParseConnection(junction);
            }
        }

        Junctions.Add(junction);
    }

    private void ParseConnection(OdrJunction junction)
    {
        // A virtual connection may name no incoming road; it then joins nothing at a lane's end.
        var connection = new OdrConnection
        {
            IncomingRoad = xml.Text("incomingRoad") ?? "",
            OtherRoad = xml.Text("linkedRoad") ?? xml.Text("connectingRoad") ?? "",
            AtEnd = xml.Text("contactPoint") == "end",
        };
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == "laneLink")
            {
                connection.LaneLinks.Add((xml.Integer("from"), xml.Integer("to")));
            }
        }

        junction.Connections.Add(connection);
    }
}
