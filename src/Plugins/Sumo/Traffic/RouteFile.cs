using System.Globalization;
using System.Text;
using System.Xml;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>Writes the route file of a scenario: a vehicle type for each actor, the vehicles that SUMO drives in order of departure. Pure.</summary>
internal static class RouteFile
{
    /// <summary>Route of the actors that we move, until they are moved.</summary>
    public const string MovedRoute = "sim.moved";

    private const double AnySpeedMps = 150;

    /// <summary>Id of the type of an actor.</summary>
    public static string TypeOf(string sumoId) => sumoId + ".t";

    /// <summary>The largest speed that the type of a vehicle has; where the desired speed is lower it is set after departure.</summary>
    public static double TypeSpeed(Actor actor, FollowLaneBehaviour follow) =>
        follow.Idm.DesiredSpeedMps is { } desired ? Math.Max(Math.Max(desired, actor.Initial.SpeedMps), 0.1) : AnySpeedMps;

    /// <summary>The file's bytes.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="vehicles">Actors that SUMO drives.</param>
    /// <param name="moved">Actors that we move, with their ids in SUMO.</param>
    /// <param name="background">Vehicles that SUMO adds.</param>
    /// <param name="anyEdge">An edge on which moved vehicles are created.</param>
    public static byte[] Write(Scenario scenario, IReadOnlyList<SumoVehicle> vehicles, IEnumerable<(Actor Actor, string SumoId)> moved, IReadOnlyList<BackgroundVehicle> background, string anyEdge)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("routes");
            foreach (var (actor, id) in moved)
            {
                Type(xml, id, VehicleKinds.Anywhere, actor.Body, [("maxSpeed", Number(AnySpeedMps)), ("minGap", "0.5"), ("sigma", "0"), ("speedDev", "0")]);
            }

            Empty(xml, "route", [("id", MovedRoute), ("edges", anyEdge)]);
            foreach (var vehicle in vehicles)
            {
                DrivenType(xml, vehicle);
            }

            if (background.Count > 0)
            {
                Type(xml, BackgroundTraffic.TypeId, "passenger", BackgroundTraffic.Box, []);
            }

            foreach (var (_, write) in vehicles.Select(v => ((double)(v.Actor.FirstStep * scenario.StepUs), (Action)(() => Vehicle(xml, scenario, v))))
                .Concat(background.Select(v => ((double)v.DepartUs, (Action)(() => Background(xml, v)))))
                .OrderBy(v => v.Item1))
            {
                write();
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void DrivenType(XmlWriter xml, SumoVehicle vehicle)
    {
        var follow = (FollowLaneBehaviour)vehicle.Actor.Behaviour;
        var idm = follow.Idm;
        string change = follow.Mobil is null ? "-1" : "1";
        Type(xml, vehicle.SumoId, VehicleKinds.WordOf(vehicle.Actor.Class)!, vehicle.Actor.Body,
        [
            ("carFollowModel", "IDM"), ("accel", Number(idm.MaxAccelMps2)), ("decel", Number(idm.ComfortDecelMps2)),
            ("emergencyDecel", Number(Math.Max(idm.MaxDecelMps2, idm.ComfortDecelMps2))), ("tau", Number(Math.Max(idm.HeadwayS, 0.01))), ("minGap", Number(idm.MinGapM)),
            ("delta", Number(idm.Exponent)), ("sigma", "0"), ("speedDev", "0"), ("speedFactor", idm.DesiredSpeedMps is null ? "1" : "20"),
            ("maxSpeed", Number(TypeSpeed(vehicle.Actor, follow))),
            // Without a model of lane changes only those that the route demands.
            ("lcSpeedGain", follow.Mobil is null ? "0" : "1"), ("lcKeepRight", "0"), ("lcCooperative", change), ("lcStrategic", follow.Route.Count > 0 || follow.Mobil is not null ? "1" : "-1"),
        ]);
    }

    private static void Vehicle(XmlWriter xml, Scenario scenario, SumoVehicle vehicle)
    {
        xml.WriteStartElement("vehicle");
        Attributes(xml,
        [
            ("id", vehicle.SumoId), ("type", TypeOf(vehicle.SumoId)), ("depart", Seconds(vehicle.Actor.FirstStep * scenario.StepUs)),
            ("departLane", vehicle.Lane.Index.ToString(CultureInfo.InvariantCulture)), ("departPos", Number(vehicle.DepartM)),
            ("departSpeed", Number(Math.Max(vehicle.Actor.Initial.SpeedMps, 0))), ("insertionChecks", "none"),
        ]);
        Empty(xml, "route", [("edges", string.Join(' ', vehicle.Edges))]);
        xml.WriteEndElement();
    }

    private static void Background(XmlWriter xml, BackgroundVehicle vehicle)
    {
        xml.WriteStartElement("vehicle");
        Attributes(xml, [("id", vehicle.SumoId), ("type", TypeOf(BackgroundTraffic.TypeId)), ("depart", Seconds(vehicle.DepartUs)), ("departLane", "best"), ("departSpeed", "max")]);
        Empty(xml, "route", [("edges", string.Join(' ', vehicle.Edges))]);
        xml.WriteEndElement();
    }

    private static void Type(XmlWriter xml, string id, string word, BodyBox body, (string, string)[] more) => Empty(xml, "vType",
        [("id", TypeOf(id)), ("vClass", word), ("length", Number(body.LengthM)), ("width", Number(body.WidthM)), ("height", Number(body.HeightM)), .. more]);

    private static void Empty(XmlWriter xml, string name, (string, string)[] attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            xml.WriteAttributeString(name, value);
        }
    }

    private static string Number(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static string Seconds(long us) => Number(us / 1e6);
}
