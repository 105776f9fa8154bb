using System.Globalization;
using System.Xml;
using Sim.Maps;

namespace Sim.Formats.OpenDrive.Writing;

/// <summary>Groups the lights of junctions by their programme: CARLA switches lights by controller. Pure.</summary>
internal static class LightControllers
{
    /// <summary>The controllers, in the order of the map's lights; a light without a programme has its own.</summary>
    public static IReadOnlyList<LightController> Of(RoadMap map)
    {
        var byId = map.Lanes.ToDictionary(l => l.Id, StringComparer.Ordinal);
        var found = new Dictionary<(string, string), List<string>>();
        foreach (var light in map.Signals.Where(s => s.Kind == MapSignalKind.Light))
        {
            // The junction that its lanes lead to, or lie in.
            string? junction = map.Lanes.Where(l => l.SignalIds.Contains(light.Id))
                .Select(l => l.JunctionId ?? l.Successors.Select(n => byId.GetValueOrDefault(n)?.JunctionId).FirstOrDefault(j => j is not null)).FirstOrDefault(j => j is not null);
            if (junction is null)
            {
                continue;
            }

            string programme = light.Cycle.Count == 0 ? light.Id : string.Join(';', light.Cycle.Select(p => $"{p.State}{p.DurationUs}").Append(light.CycleOffsetUs.ToString(CultureInfo.InvariantCulture)));
            if (!found.TryGetValue((junction, programme), out var signals))
            {
                found[(junction, programme)] = signals = [];
            }

            signals.Add(light.Id);
        }

        return [.. found.Select((f, i) => new LightController((i + 1).ToString(CultureInfo.InvariantCulture), f.Key.Item1, f.Value))];
    }

    /// <summary>Writes their elements.</summary>
    public static void Write(RoadXml body, XmlWriter xml, IReadOnlyList<LightController> controllers)
    {
        foreach (var controller in controllers)
        {
            xml.WriteStartElement("controller");
            body.Attributes(("id", controller.Id), ("name", ""), ("sequence", "0"));
            foreach (string signal in controller.Signals)
            {
                body.Empty("control", ("signalId", signal), ("type", "0"));
            }

            xml.WriteEndElement();
        }
    }
}
