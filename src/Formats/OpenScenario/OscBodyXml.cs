using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>Writes what actors are.</summary>
internal static class OscBodyXml
{
    public static void Write(OscOut xml, Actor actor, StoryboardEntity? known, bool carries)
    {
        var kind = known?.Kind ?? actor.Class switch
        {
            ActorClass.Pedestrian or ActorClass.Animal => StoryboardEntityKind.Pedestrian,
            ActorClass.StaticObject => StoryboardEntityKind.Miscellaneous,
            _ => StoryboardEntityKind.Vehicle,
        };
        string model = known is { Model.Length: > 0 } ? known.Model : actor.Class.ToString().ToLowerInvariant();
        switch (kind)
        {
            case StoryboardEntityKind.Vehicle:
                Vehicle(xml, actor, known, model, carries);
                break;
            case StoryboardEntityKind.Pedestrian:
                xml.Element("Pedestrian", () => Body(xml, actor, known, carries), ("name", model), ("model3d", model), ("mass", "80"),
                    ("pedestrianCategory", known is { Category.Length: > 0 } ? known.Category : actor.Class == ActorClass.Animal ? "animal" : "pedestrian"));
                break;
            default:
                xml.Element("MiscObject", () => Body(xml, actor, known, carries), ("name", model), ("mass", "100"), ("miscObjectCategory", known is { Category.Length: > 0 } ? known.Category : "obstacle"));
                break;
        }
    }

    private static void Vehicle(OscOut xml, Actor actor, StoryboardEntity? known, string model, bool carries) => xml.Element("Vehicle", () =>
    {
        Box(xml, actor);
        var limits = known?.Performance ?? new EntityPerformance(actor.Vehicle?.MaxSpeedMps ?? 60, actor.Vehicle?.MaxAccelMps2 ?? 10, actor.Vehicle?.MaxDecelMps2 ?? 10);
        xml.Empty("Performance", ("maxSpeed", Number(limits.MaxSpeedMps) ?? "INF"), ("maxAcceleration", Number(limits.MaxAccelMps2) ?? "INF"), ("maxDeceleration", Number(limits.MaxDecelMps2) ?? "INF"),
            ("maxAccelerationRate", Number(limits.MaxAccelRateMps3)), ("maxDecelerationRate", Number(limits.MaxDecelRateMps3)));
        double wheelbase = actor.Vehicle?.WheelbaseM ?? (actor.Body.LengthM * 0.6), steer = actor.Vehicle?.MaxSteerRad ?? 0.6;
        xml.Element("Axles", () =>
        {
            Axle(xml, "FrontAxle", steer, wheelbase, actor.Body);
            Axle(xml, "RearAxle", 0, 0, actor.Body);
        });
        Properties(xml, known, carries);
    }, ("name", model), ("vehicleCategory", known is { Category.Length: > 0 } ? known.Category : Category(actor.Class)));

    private static void Axle(OscOut xml, string name, double steer, double x, BodyBox body) => xml.Empty(
        name, ("maxSteering", Number(steer)), ("wheelDiameter", "0.6"), ("trackWidth", Number(body.WidthM * 0.85)), ("positionX", Number(x)), ("positionZ", "0.3"));

    private static void Body(OscOut xml, Actor actor, StoryboardEntity? known, bool carries)
    {
        Box(xml, actor);
        Properties(xml, known, carries);
    }

    private static void Box(OscOut xml, Actor actor) => xml.Element("BoundingBox", () =>
    {
        xml.Empty("Center", ("x", Number(actor.Body.RearAxleToCentreM)), ("y", "0"), ("z", Number(actor.Body.HeightM / 2)));
        xml.Empty("Dimensions", ("width", Number(actor.Body.WidthM)), ("length", Number(actor.Body.LengthM)), ("height", Number(actor.Body.HeightM)));
    });

    private static void Properties(OscOut xml, StoryboardEntity? known, bool carries)
    {
        var properties = known?.Properties.Where(p => p.Key is not (OscPayload.Name or OscPayload.DigestName)) ?? [];
        if (carries)
        {
            // Empty here, filled when the rest of the document is known.
            properties = [new(OscPayload.DigestName, ""), new(OscPayload.Name, ""), .. properties];
        }

        xml.Element("Properties", () =>
        {
            foreach (var (name, value) in properties)
            {
                xml.Empty("Property", ("name", name), ("value", value));
            }
        });
    }

    private static string Category(ActorClass kind) => kind switch
    {
        ActorClass.Van => "van",
        ActorClass.Truck => "truck",
        ActorClass.Trailer => "trailer",
        ActorClass.Bus => "bus",
        ActorClass.Motorcycle => "motorbike",
        ActorClass.Bicycle => "bicycle",
        ActorClass.Train => "train",
        _ => "car",
    };
}
