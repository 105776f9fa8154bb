using Sim.Formats.OpenDrive;
using Sim.Formats.Yaml;
using Sim.Maps;

namespace Sim.Plugins.CrashReports.Evaluating;

/// <summary>R10 as far as it goes without OpenSCENARIO: scenario and map as files, read back. Pure.</summary>
internal static class ExportCheck
{
    /// <summary>How far a centre line may move on its way through a file, m.</summary>
    public const double ToleranceM = 0.05;

    /// <summary>True when the YAML reads back to the same scenario, every state of it.</summary>
    public static bool ReadsBack(Scenario scenario, string yaml)
    {
        try
        {
            return ScenarioYaml.Write(ScenarioYaml.Read(yaml, "scenario.yaml")) == yaml && scenario.Actors.Count > 0;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>True when the map as OpenDRIVE reads back with every lane for traffic, its links and its centre line.</summary>
    public static bool ReadsBack(RoadMap map)
    {
        try
        {
            using var file = new MemoryStream();
            OpenDriveWriter.Write(map, file);
            var again = OpenDriveReader.Read(file.ToArray(), "map.xodr").Index();
            foreach (var lane in map.Lanes)
            {
                if (!lane.CarriesTraffic())
                {
                    continue;
                }

                int at = again.IndexOf(lane.Id);
                if (at < 0 || !again.LaneAt(at).Successors.Order(StringComparer.Ordinal).SequenceEqual(lane.Successors.Order(StringComparer.Ordinal))
                    || lane.Centre.Points.Any(p => again.LaneAt(at).Centre.DistanceTo(p) > ToleranceM))
                {
                    return false;
                }
            }

            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
