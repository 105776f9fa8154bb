using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Boxes, axles and classes of entities.</summary>
internal static class OscBodies
{
    private const double MaxSizeM = 1000;

    public static OpenScenarioEntity Vehicle(OscNode n, string id)
    {
        string category = n.Text("vehicleCategory", "car");
        string role = n.Text("role", "");
        var body = Box(n, id);
        var performance = n.Child("Performance") is { } p
            ? new EntityPerformance(p.Limit("maxSpeed"), p.Limit("maxAcceleration"), p.Limit("maxDeceleration"), p.Limit("maxAccelerationRate"), p.Limit("maxDecelerationRate"))
            : null;
        var kind = Class(category, role, id, n.Run.Assumptions);
        var entity = new OpenScenarioEntity
        {
            Class = kind,
            Body = body,
            Storyboard = new StoryboardEntity
            {
                Id = id,
                Kind = StoryboardEntityKind.Vehicle,
                Category = category,
                Model = Model(n),
                Performance = performance,
                Properties = OscEntities.Properties(n),
                TrailerId = n.Child("Trailer")?.Child("TrailerRef")?.Optional("entityRef"),
            },
        };
        Note(n, "mass");
        return entity with { Vehicle = Spec(n, id, kind, body, performance) };
    }

    public static OpenScenarioEntity Other(OscNode n, string id, StoryboardEntityKind kind, string category)
    {
        Note(n, "mass");
        return new OpenScenarioEntity
        {
            Class = kind == StoryboardEntityKind.Miscellaneous ? ActorClass.StaticObject : category == "animal" ? ActorClass.Animal : ActorClass.Pedestrian,
            Body = Box(n, id),
            Storyboard = new StoryboardEntity
            {
                Id = id,
                Kind = kind,
                Category = category,
                Model = Model(n),
                Properties = OscEntities.Properties(n),
            },
        };
    }

    public static OpenScenarioEntity External(OscNode n, string id)
    {
        n.Run.Assumptions.Add($"the entity '{id}' is an object outside the file; it is 1 m by 1 m");
        return new OpenScenarioEntity
        {
            Class = ActorClass.StaticObject,
            Body = new BodyBox(1, 1, 1),
            Storyboard = new StoryboardEntity { Id = id, Kind = StoryboardEntityKind.External, Model = n.Text("name", "") },
        };
    }

    private static string Model(OscNode n)
    {
        string? shown = n.Optional("model3d"), old = n.Optional("model"), name = n.Optional("name");
        return shown ?? old ?? name ?? "";
    }

    // Read, for nothing here depends on it.
    private static void Note(OscNode n, string attribute) => n.Maybe(attribute);

    private static BodyBox Box(OscNode n, string id)
    {
        if (n.Child("BoundingBox") is not { } box)
        {
            n.Run.Assumptions.Add($"the entity '{id}' has no bounding box; it is 1 m by 1 m");
            return new BodyBox(1, 1, 1);
        }

        var centre = box.Required("Center");
        var size = box.Required("Dimensions");
        double x = centre.Number("x"), y = centre.Number("y");
        centre.Number("z", 0);
        if (Math.Abs(y) > 0.001)
        {
            n.Run.Assumptions.Add($"the box of '{id}' is centred on its axis, not at y = {y.ToString(System.Globalization.CultureInfo.InvariantCulture)} m");
        }

        return Math.Abs(x) > MaxSizeM ? throw centre.Wrong("x", centre.Text("x"), "a number within ±1000") : new BodyBox(Size(size, "length", id), Size(size, "width", id), Size(size, "height", id), x);
    }

    private static double Size(OscNode size, string attribute, string id)
    {
        double value = size.NotNegative(attribute);
        if (value < 0.01)
        {
            size.Run.Assumptions.Add($"the {attribute} of '{id}' is 0; it is taken as 0.01 m");
            return 0.01;
        }

        return value <= MaxSizeM ? value : throw size.Wrong(attribute, size.Text(attribute), "at most 1000");
    }

    private static VehicleSpec? Spec(OscNode n, string id, ActorClass kind, BodyBox body, EntityPerformance? performance)
    {
        if (n.Child("Axles") is not { } axles || axles.Child("RearAxle") is not { } rear)
        {
            return null;
        }

        var front = axles.Child("FrontAxle");
        foreach (var axle in new[] { front, rear }.OfType<OscNode>().Concat(axles.All("AdditionalAxle")))
        {
            foreach (string attribute in (string[])["maxSteering", "positionX", "positionZ", "trackWidth", "wheelDiameter"])
            {
                axle.Maybe(attribute);
            }
        }

        double rearX = rear.Number("positionX", 0);
        double wheelbase = (front?.Maybe("positionX") ?? rearX) - rearX, overhang = (body.LengthM / 2) - body.RearAxleToCentreM;
        double steer = front?.Maybe("maxSteering") ?? 0;
        if (!(wheelbase > 0.1 && wheelbase <= body.LengthM * 1.5) || overhang < 0 || overhang > body.LengthM)
        {
            n.Run.Assumptions.Add($"the axles of '{id}' do not fit its box; as a driven vehicle it gets a default's");
            return null;
        }

        bool sound = steer is > 0.01 and < 1.5;
        if (!sound)
        {
            n.Run.Assumptions.Add($"the greatest steering angle of '{id}' is not within 0.01 to 1.5 rad; as a driven vehicle it steers to 0.6 rad");
        }

        return new VehicleSpec
        {
            Name = n.Text("name", id),
            Class = kind,
            LengthM = body.LengthM,
            WidthM = body.WidthM,
            HeightM = body.HeightM,
            WheelbaseM = wheelbase,
            RearOverhangM = overhang,
            MaxSteerRad = sound ? steer : 0.6,
            MaxAccelMps2 = Positive(performance?.MaxAccelMps2, 4),
            MaxDecelMps2 = Positive(performance?.MaxDecelMps2, 8),
            MaxSpeedMps = Positive(performance?.MaxSpeedMps, 60),
        };
    }

    private static double Positive(double? value, double otherwise) => value is > 0 and < 1000 ? value.Value : otherwise;

    private static ActorClass Class(string category, string role, string id, SortedSet<string> assumptions)
    {
        if (role is "police" or "ambulance" or "fire")
        {
            return ActorClass.Emergency;
        }

        switch (category)
        {
            case "car":
                return ActorClass.Car;
            case "van":
                return ActorClass.Van;
            case "truck":
                return ActorClass.Truck;
            case "trailer" or "semitrailer":
                return ActorClass.Trailer;
            case "bus":
                return ActorClass.Bus;
            case "motorbike":
                return ActorClass.Motorcycle;
            case "bicycle":
                return ActorClass.Bicycle;
            case "train" or "tram":
                return ActorClass.Train;
            default:
                assumptions.Add($"the vehicle category of '{id}' is not one of the standard; it is a vehicle of unknown kind");
                return ActorClass.Unknown;
        }
    }
}
