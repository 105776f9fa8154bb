using Sim.Maps;

namespace Sim.Formats.OpenDrive;

internal sealed partial class OdrParser
{
    private const int MaxLanesPerSection = 256;
    private const int MaxStepsPerLane = 10_000;
    private const int MaxMapId = 1_000;

    private void ParseLanes(OdrRoad road)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == "laneOffset")
            {
                AddCubic("s", road.LaneOffset);
            }
            else if (xml.Name == "laneSection")
            {
                ParseSection(road);
            }
        }
    }

    private void ParseSection(OdrRoad road)
    {
        double s = xml.NumberIn("s", 0, MaxLength);
        if (road.Sections.Count > 0 && s < road.Sections[^1].S)
        {
            throw xml.Error("s", "found a <laneSection> that starts before the one above it; expected growing s.");
        }

        var section = new OdrSection { S = s, SingleSide = xml.Text("singleSide") is "true" or "1" };
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name is not ("left" or "center" or "right"))
            {
                continue;
            }

            string side = xml.Name;
            var lanes = xml.Enter();
            while (xml.Next(lanes))
            {
                if (xml.Name == "lane")
                {
                    ParseLane(section, side);
                }
            }
        }

        section.Lanes.Sort(static (a, b) => b.Id.CompareTo(a.Id));
        road.Sections.Add(section);
    }

    private void ParseLane(OdrSection section, string side)
    {
        int id = xml.Integer("id");
        int sign = side switch { "left" => 1, "right" => -1, _ => 0 };
        if (Math.Sign(id) != sign)
        {
            throw xml.Error("id", $"found lane {id} in <{side}>; expected {(sign > 0 ? "a positive id" : sign < 0 ? "a negative id" : "0")}.");
        }

        foreach (var other in section.Lanes)
        {
            if (other.Id == id)
            {
                throw xml.Error("id", $"found a second lane {id} in one <laneSection>; expected unique lane ids.");
            }
        }

        if (section.Lanes.Count >= MaxLanesPerSection)
        {
            throw xml.Error($"found more than {MaxLanesPerSection} lanes in one <laneSection>; expected fewer.");
        }

        var lane = new OdrLane { Id = id, Type = Vocabulary.LaneTypeOf(xml.Text("type")?.Trim() ?? "none") };
        section.Lanes.Add(lane);
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (lane.Marks.Count + lane.Speeds.Count + lane.Heights.Count > MaxStepsPerLane)
            {
                throw xml.Error($"found more than {MaxStepsPerLane} <roadMark>, <speed> and <height> in one lane; split the section.");
            }

            switch (xml.Name)
            {
                case "link":
                    ParseLaneLink(lane);
                    break;
                case "width":
                    AddCubic("sOffset", lane.Widths);
                    break;
                case "border":
                    AddCubic("sOffset", lane.Borders);
                    break;
                case "roadMark":
                    lane.Marks.Add(new OdrMark(xml.Number("sOffset", 0), Vocabulary.MarkingOf(xml.Text("type")?.Trim() ?? "")));
                    break;
                case "speed":
                    lane.Speeds.Add(new OdrSpeed(xml.Number("sOffset", 0), ParseSpeed()));
                    break;
                case "height":
                    AddHeight(lane);
                    break;
                case "userData":
                    ParseUserData(lane);
                    break;
                case "access":
                    if (xml.Text("rule") == "allow")
                    {
                        Vocabulary.AddUsers(xml.Text("restriction")?.Trim() ?? "", lane.Users);
                    }

                    break;
            }
        }
    }

    /// <summary>What our own writer keeps of a lane beside OpenDRIVE's own words.</summary>
    private void ParseUserData(OdrLane lane)
    {
        string value = xml.Text("value") ?? "";
        switch (xml.Text("code"))
        {
            case Writing.Words.LaneCode when value.Length is > 0 and <= MaxMapId:
                lane.MapId = value;
                break;
            case Writing.Words.TypeCode when Enum.TryParse(value, out LaneType type) && Enum.IsDefined(type):
                lane.Type = type;
                break;
        }
    }

    private void AddHeight(OdrLane lane)
    {
        double start = xml.Number("sOffset", 0);
        if (lane.Heights.Count > 0 && start < lane.Heights[^1].SOffset)
        {
            throw xml.Error("sOffset", "found a <height> that starts before the one above it; expected growing sOffset.");
        }

        lane.Heights.Add(new OdrHeight(start, xml.NumberIn("inner", -1e4, 1e4), xml.NumberIn("outer", -1e4, 1e4)));
    }

    private void ParseLaneLink(OdrLane lane)
    {
        var scope = xml.Enter();
        while (xml.Next(scope))
        {
            if (xml.Name == "predecessor")
            {
                lane.Predecessors.Add(xml.Integer("id"));
            }
            else if (xml.Name == "successor")
            {
                lane.Successors.Add(xml.Integer("id"));
            }
        }
    }
}
