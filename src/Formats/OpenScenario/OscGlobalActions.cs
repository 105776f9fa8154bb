using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Actions on the world.</summary>
internal static class OscGlobalActions
{
    public static StoryboardAction Read(OscNode n) => n.Name switch
    {
        "EnvironmentAction" => new EnvironmentAction { Environment = OscEnvironments.Read(n.Run.RequiredInline(n, "Environment")) },
        "EntityAction" => Entity(n),
        "ParameterAction" => Parameter(n),
        "VariableAction" => Variable(n),
        "InfrastructureAction" => Signal(n.Choice().Choice()),
        "TrafficAction" => Traffic(n),
        _ => new UnsupportedAction { Element = n.Name },
    };

    private static StoryboardAction Entity(OscNode n)
    {
        var what = n.Choice();
        string id = n.EntityRef("entityRef");
        return what.Name switch
        {
            "AddEntityAction" => new AddEntityAction { EntityId = id, Position = OscPositions.Read(what.Required("Position")) },
            "DeleteEntityAction" => new DeleteEntityAction { EntityId = id },
            _ => new UnsupportedAction { Element = what.Name },
        };
    }

    private static StoryboardAction Parameter(OscNode n)
    {
        string name = OscParameters.Name(n, "parameterRef");
        var what = n.Choice();
        return what.Name switch
        {
            "SetAction" => new ParameterSetAction { Parameter = name, Value = what.Text("value") },
            "ModifyAction" => Change(what) is var (multiply, value) ? new ParameterModifyAction { Parameter = name, Multiply = multiply, Value = value } : throw new InvalidOperationException(),
            _ => new UnsupportedAction { Element = what.Name },
        };
    }

    private static StoryboardAction Variable(OscNode n)
    {
        string name = OscParameters.Name(n, "variableRef");
        var what = n.Choice();
        return what.Name switch
        {
            "SetAction" => new VariableSetAction { Variable = name, Value = what.Text("value") },
            "ModifyAction" => Change(what) is var (multiply, value) ? new VariableModifyAction { Variable = name, Multiply = multiply, Value = value } : throw new InvalidOperationException(),
            _ => new UnsupportedAction { Element = what.Name },
        };
    }

    private static (bool Multiply, double Value) Change(OscNode modify)
    {
        var rule = modify.Required("Rule").Choice();
        return rule.Name switch
        {
            "AddValue" => (false, rule.Number("value")),
            "MultiplyByValue" => (true, rule.Number("value")),
            _ => throw rule.Element.Error("found an unknown <Rule>; expected AddValue or MultiplyByValue"),
        };
    }

    private static StoryboardAction Signal(OscNode n) => n.Name switch
    {
        "TrafficSignalStateAction" => new TrafficSignalStateAction { SignalId = n.Text("name"), State = n.Text("state") },
        "TrafficSignalControllerAction" => new TrafficSignalControllerAction { Controller = n.Text("trafficSignalControllerRef"), Phase = n.Text("phase") },
        _ => new UnsupportedAction { Element = n.Name },
    };

    private static StoryboardAction Traffic(OscNode n)
    {
        string name = n.Text("trafficName", "");
        var t = n.Choice();
        switch (t.Name)
        {
            case "TrafficSourceAction":
                return new TrafficSourceAction
                {
                    Name = name,
                    Position = OscPositions.Read(t.Required("Position")),
                    RadiusM = t.NotNegative("radius"),
                    RatePerS = t.NotNegative("rate"),
                    SpeedMps = t.Maybe("speed") ?? t.Maybe("velocity"),
                    Definition = Definition(t),
                };
            case "TrafficSinkAction":
                return new TrafficSinkAction { Name = name, Position = OscPositions.Read(t.Required("Position")), RadiusM = t.NotNegative("radius"), RatePerS = t.MaybeNotNegative("rate"), Definition = Definition(t) };
            case "TrafficSwarmAction":
                var range = t.Child("InitialSpeedRange");
                double? speed = t.Maybe("velocity");
                int count = t.Integer("numberOfVehicles");
                return new TrafficSwarmAction
                {
                    Name = name,
                    CentralEntityId = (t.Child("CentralObject") ?? t.Required("CentralSwarmObject")).EntityRef("entityRef"),
                    InnerRadiusM = t.NotNegative("innerRadius"),
                    SemiMajorM = t.NotNegative("semiMajorAxis"),
                    SemiMinorM = t.NotNegative("semiMinorAxis"),
                    OffsetM = t.Number("offset"),
                    Count = count >= 0 ? count : throw t.Wrong("numberOfVehicles", t.Text("numberOfVehicles"), "a whole number, not negative"),
                    MinSpeedMps = range?.Number("lowerLimit") ?? speed,
                    MaxSpeedMps = range?.Number("upperLimit") ?? speed,
                    Definition = Definition(t),
                };
            case "TrafficStopAction":
                return new TrafficStopAction { Name = name };
            default:
                return new UnsupportedAction { Element = t.Name };
        }
    }

    private static TrafficDefinition? Definition(OscNode holder)
    {
        if (holder.Child("TrafficDefinition") is not { } n)
        {
            return null;
        }

        var controllers = n.Child("ControllerDistribution")?.All("ControllerDistributionEntry") ?? [];
        return new TrafficDefinition
        {
            Name = n.Text("name", ""),
            Categories = [.. (n.Child("VehicleCategoryDistribution")?.All("VehicleCategoryDistributionEntry") ?? []).Select(e => new TrafficShare(e.Text("category"), e.NotNegative("weight")))],
            Roles = [.. (n.Child("VehicleRoleDistribution")?.All("VehicleRoleDistributionEntry") ?? []).Select(e => new TrafficShare(e.Text("role"), e.NotNegative("weight")))],
            Controllers = [.. controllers.Select(OscEntities.ControllerOf)],
            ControllerWeights = [.. controllers.Select(e => e.NotNegative("weight"))],
        };
    }
}
