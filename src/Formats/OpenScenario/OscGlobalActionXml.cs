using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>Writes actions on the world.</summary>
internal sealed class OscGlobalActionXml(OscOut xml, OscPositionXml positions)
{
    public void Global(GlobalAction action)
    {
        switch (action)
        {
            case EnvironmentAction a:
                xml.Element("EnvironmentAction", () => Environment(a.Environment));
                break;
            case AddEntityAction a:
                xml.Element("EntityAction", () => xml.Element("AddEntityAction", () => positions.Position(a.Position)), ("entityRef", a.EntityId));
                break;
            case DeleteEntityAction a:
                xml.Element("EntityAction", () => xml.Empty("DeleteEntityAction"), ("entityRef", a.EntityId));
                break;
            case ParameterSetAction a:
                xml.Element("ParameterAction", () => xml.Empty("SetAction", ("value", a.Value)), ("parameterRef", a.Parameter));
                break;
            case ParameterModifyAction a:
                xml.Element("ParameterAction", () => Modify(a.Multiply, a.Value), ("parameterRef", a.Parameter));
                break;
            case VariableSetAction a:
                xml.Element("VariableAction", () => xml.Empty("SetAction", ("value", a.Value)), ("variableRef", a.Variable));
                break;
            case VariableModifyAction a:
                xml.Element("VariableAction", () => Modify(a.Multiply, a.Value), ("variableRef", a.Variable));
                break;
            case TrafficSignalStateAction a:
                Signal("TrafficSignalStateAction", ("name", a.SignalId), ("state", a.State));
                break;
            case TrafficSignalControllerAction a:
                Signal("TrafficSignalControllerAction", ("trafficSignalControllerRef", a.Controller), ("phase", a.Phase));
                break;
            case TrafficSourceAction a:
                Traffic(a.Name, () => xml.Element("TrafficSourceAction", () =>
                {
                    positions.Position(a.Position);
                    Definition(a.Definition);
                }, ("rate", Number(a.RatePerS)), ("radius", Number(a.RadiusM)), ("velocity", Number(a.SpeedMps))));
                break;
            case TrafficSinkAction a:
                Traffic(a.Name, () => xml.Element("TrafficSinkAction", () =>
                {
                    positions.Position(a.Position);
                    Definition(a.Definition);
                }, ("rate", Number(a.RatePerS)), ("radius", Number(a.RadiusM))));
                break;
            case TrafficSwarmAction a:
                Traffic(a.Name, () => xml.Element("TrafficSwarmAction", () =>
                {
                    xml.Empty("CentralObject", ("entityRef", a.CentralEntityId));
                    Definition(a.Definition);
                    if (a is { MinSpeedMps: { } low, MaxSpeedMps: { } high })
                    {
                        xml.Empty("InitialSpeedRange", ("lowerLimit", Number(low)), ("upperLimit", Number(high)));
                    }
                }, ("innerRadius", Number(a.InnerRadiusM)), ("offset", Number(a.OffsetM)), ("semiMajorAxis", Number(a.SemiMajorM)), ("semiMinorAxis", Number(a.SemiMinorM)), ("numberOfVehicles", Number(a.Count))));
                break;
            case TrafficStopAction a:
                Traffic(a.Name, () => xml.Empty("TrafficStopAction"));
                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} is no action on the world");
        }
    }

    private void Modify(bool multiply, double value) => xml.Element("ModifyAction", () => xml.Element("Rule", () => xml.Empty(multiply ? "MultiplyByValue" : "AddValue", ("value", Number(value)))));

    private void Signal(string name, params (string, string?)[] attributes) =>
        xml.Element("InfrastructureAction", () => xml.Element("TrafficSignalAction", () => xml.Empty(name, attributes)));

    private void Traffic(string name, Action inside) => xml.Element("TrafficAction", inside, ("trafficName", name.Length > 0 ? name : null));

    private void Definition(TrafficDefinition? definition)
    {
        if (definition is null)
        {
            return;
        }

        xml.Element("TrafficDefinition", () =>
        {
            Shares("VehicleCategoryDistribution", "category", definition.Categories);
            Shares("VehicleRoleDistribution", "role", definition.Roles);
            if (definition.Controllers.Count > 0)
            {
                xml.Element("ControllerDistribution", () =>
                {
                    foreach (var (controller, weight) in definition.Controllers.Zip(definition.ControllerWeights))
                    {
                        xml.Element("ControllerDistributionEntry", () => OscActionXml.Controller(xml, controller), ("weight", Number(weight)));
                    }
                });
            }
        }, ("name", definition.Name));
    }

    private void Shares(string name, string attribute, IReadOnlyList<TrafficShare> shares)
    {
        if (shares.Count > 0)
        {
            xml.Element(name, () =>
            {
                foreach (var share in shares)
                {
                    xml.Empty(name + "Entry", (attribute, share.Word), ("weight", Number(share.Weight)));
                }
            });
        }
    }

    private void Environment(StoryEnvironment e) => xml.Element("Environment", () =>
    {
        if (e.DateTime is { } time)
        {
            xml.Empty("TimeOfDay", ("animation", Flag(e.DateTimeRuns ?? false)), ("dateTime", time));
        }

        xml.Element("Weather", () =>
        {
            if (e is { SunAzimuthRad: { } azimuth, SunElevationRad: { } elevation })
            {
                xml.Empty("Sun", ("azimuth", Number(azimuth)), ("elevation", Number(elevation)), ("intensity", Number(e.SunIlluminanceLx ?? 0)));
            }

            if (e.FogVisualRangeM is { } range)
            {
                xml.Empty("Fog", ("visualRange", Number(range)));
            }

            if (e.Precipitation is { } kind)
            {
                xml.Empty("Precipitation", ("precipitationType", kind), ("precipitationIntensity", Number(e.PrecipitationMmph)), ("intensity", Number(e.PrecipitationShare)));
            }

            if (e is { WindDirectionRad: { } direction, WindMps: { } wind })
            {
                xml.Empty("Wind", ("direction", Number(direction)), ("speed", Number(wind)));
            }
        }, (e.CloudState?.EndsWith("Oktas", StringComparison.Ordinal) == true ? "fractionalCloudCover" : "cloudState", e.CloudState), ("atmosphericPressure", Number(e.PressurePa)), ("temperature", Number(e.TemperatureK)));
        if (e.FrictionScale is { } friction)
        {
            xml.Element("RoadCondition", () =>
            {
                if (e.Properties.Count > 0)
                {
                    OscActionXml.Properties(xml, e.Properties, []);
                }
            }, ("frictionScaleFactor", Number(friction)), ("wetness", e.Wetness));
        }
    }, ("name", e.Name));
}
