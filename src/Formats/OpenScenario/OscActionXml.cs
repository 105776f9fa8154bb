using Sim.Storyboards;
using static Sim.Formats.OpenScenario.OscOut;

namespace Sim.Formats.OpenScenario;

/// <summary>Writes actions.</summary>
internal sealed class OscActionXml(OscOut xml, OscPositionXml positions, OscLosses losses)
{
    /// <summary>The action as it stands in an event or an init: within PrivateAction, GlobalAction or UserDefinedAction.</summary>
    public void Action(StoryboardAction action)
    {
        switch (action)
        {
            case PrivateAction own:
                xml.Element("PrivateAction", () => Private(own));
                break;
            case CustomCommandAction command:
                xml.Element("UserDefinedAction", () => xml.Element("CustomCommandAction", () => xml.Text(command.Content), ("type", command.Type)));
                break;
            case GlobalAction global:
                xml.Element("GlobalAction", () => new OscGlobalActionXml(xml, positions).Global(global));
                break;
            case UnsupportedAction unknown:
                losses.Add($"the action '{unknown.Element}' is not of OpenSCENARIO 1.0 to 1.2; a comment of that name stands in its place");
                xml.Element("UserDefinedAction", () => xml.Element("CustomCommandAction", () => xml.Text(unknown.Element), ("type", "unsupported")));
                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} is no action");
        }
    }

    private void Private(PrivateAction action)
    {
        switch (action)
        {
            case SpeedAction or SpeedProfileAction or LongitudinalDistanceAction:
                xml.Element("LongitudinalAction", () => Longitudinal(action));
                break;
            case LaneChangeAction or LaneOffsetAction or LateralDistanceAction:
                xml.Element("LateralAction", () => Lateral(action));
                break;
            case VisibilityAction a:
                xml.Element("VisibilityAction", () =>
                {
                    if (a.SensorNames.Count > 0)
                    {
                        xml.Element("SensorReferenceSet", () =>
                        {
                            foreach (string sensor in a.SensorNames)
                            {
                                xml.Empty("SensorReference", ("name", sensor));
                            }
                        });
                    }
                }, ("graphics", Flag(a.Graphics)), ("sensors", Flag(a.Sensors)), ("traffic", Flag(a.Traffic)));
                break;
            case SynchronizeAction a:
                Synchronize(a);
                break;
            case ControllerAction a:
                xml.Element("ControllerAction", () => Controller(a));
                break;
            case TeleportAction a:
                xml.Element("TeleportAction", () => positions.Position(a.Position));
                break;
            case AssignRouteAction a:
                xml.Element("RoutingAction", () => xml.Element("AssignRouteAction", () => positions.Route(a.Route)));
                break;
            case AcquirePositionAction a:
                xml.Element("RoutingAction", () => xml.Element("AcquirePositionAction", () => positions.Position(a.Position)));
                break;
            case FollowTrajectoryAction a:
                xml.Element("RoutingAction", () => Follow(a));
                break;
            case LightStateAction a:
                xml.Element("AppearanceAction", () => xml.Element("LightStateAction", () =>
                {
                    xml.Element("LightType", () => xml.Empty("VehicleLight", ("vehicleLightType", a.Light)));
                    xml.Empty("LightState", ("mode", a.Mode), ("flashingOnDuration", Number(a.FlashOnS)), ("flashingOffDuration", Number(a.FlashOffS)), ("luminousIntensity", Number(a.IntensityCd)));
                }, ("transitionTime", Number(a.TransitionS))));
                if (a.Colour is not null)
                {
                    losses.Add("colours of lights are not written");
                }

                break;
            case AnimationAction a:
                losses.Add("animations are written by name, without what is inside");
                xml.Element("AppearanceAction", () => xml.Element("AnimationAction", () =>
                {
                    xml.Element("AnimationType", () => xml.Empty("UserDefinedAnimation", ("userDefinedAnimationType", a.Target)));
                    if (a.State is { } state)
                    {
                        xml.Empty("AnimationState", ("state", Number(state)));
                    }
                }, ("loop", Flag(a.Loop)), ("animationDuration", Number(a.DurationS))));
                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} is no private action");
        }
    }

    private void Longitudinal(PrivateAction action)
    {
        switch (action)
        {
            case SpeedAction a:
                xml.Element("SpeedAction", () =>
                {
                    Dynamics("SpeedActionDynamics", a.Dynamics);
                    xml.Element("SpeedActionTarget", () =>
                    {
                        if (a.Target.EntityId is { } entity)
                        {
                            xml.Empty("RelativeTargetSpeed", ("entityRef", entity), ("value", Number(a.Target.Value)), ("speedTargetValueType", Word(OscWords.Factor, a.Target.Factor)), ("continuous", Flag(a.Target.Continuous)));
                        }
                        else
                        {
                            xml.Empty("AbsoluteTargetSpeed", ("value", Number(a.Target.Value)));
                        }
                    });
                });
                break;
            case SpeedProfileAction a:
                xml.Element("SpeedProfileAction", () =>
                {
                    Constraints(a.Constraints);
                    foreach (var entry in a.Entries)
                    {
                        xml.Empty("SpeedProfileEntry", ("speed", Number(entry.SpeedMps)), ("time", Number(entry.TimeS)));
                    }
                }, ("entityRef", a.EntityId), ("followingMode", Word(OscWords.FollowPosition, a.FollowPosition)));
                break;
            case LongitudinalDistanceAction a:
                xml.Element("LongitudinalDistanceAction", () => Constraints(a.Constraints), ("entityRef", a.EntityId), ("distance", Number(a.DistanceM)), ("timeGap", Number(a.TimeGapS)), ("freespace", Flag(a.Freespace)), ("continuous", Flag(a.Continuous)),
                    ("coordinateSystem", Word(OscWords.Coordinates, a.Coordinates)), ("displacement", Word(OscWords.Displacements, a.Displacement)));
                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} is not longitudinal");
        }
    }

    private void Lateral(PrivateAction action)
    {
        switch (action)
        {
            case LaneChangeAction a:
                xml.Element("LaneChangeAction", () =>
                {
                    Dynamics("LaneChangeActionDynamics", a.Dynamics);
                    xml.Element("LaneChangeTarget", () =>
                    {
                        if (a.RelativeLanes is { } lanes)
                        {
                            xml.Empty("RelativeTargetLane", ("entityRef", a.EntityId ?? ""), ("value", Number(lanes)));
                        }
                        else
                        {
                            losses.Add("the lane that a lane change goes to is written by its number in the storyboard; in the road network that is written beside it lanes may have other numbers");
                            xml.Empty("AbsoluteTargetLane", ("value", a.LaneId ?? ""));
                        }
                    });
                }, ("targetLaneOffset", Number(a.TargetOffsetM)));
                break;
            case LaneOffsetAction a:
                xml.Element("LaneOffsetAction", () =>
                {
                    xml.Empty("LaneOffsetActionDynamics", ("maxLateralAcc", Number(a.MaxLateralAccelMps2)), ("dynamicsShape", Word(OscWords.Shapes, a.Shape)));
                    xml.Element("LaneOffsetTarget", () =>
                    {
                        if (a.EntityId is { } entity)
                        {
                            xml.Empty("RelativeTargetLaneOffset", ("entityRef", entity), ("value", Number(a.OffsetM)));
                        }
                        else
                        {
                            xml.Empty("AbsoluteTargetLaneOffset", ("value", Number(a.OffsetM)));
                        }
                    });
                }, ("continuous", Flag(a.Continuous)));
                break;
            case LateralDistanceAction a:
                string side = a.Displacement switch { Displacement.Leading => "leftToReferencedEntity", Displacement.Trailing => "rightToReferencedEntity", _ => "any" };
                xml.Element("LateralDistanceAction", () => Constraints(a.Constraints), ("entityRef", a.EntityId), ("distance", Number(a.DistanceM)), ("freespace", Flag(a.Freespace)), ("continuous", Flag(a.Continuous)),
                    ("coordinateSystem", Word(OscWords.Coordinates, a.Coordinates)), ("displacement", side));
                break;
            default:
                throw new InvalidOperationException($"{action.GetType().Name} is not lateral");
        }
    }

    private void Dynamics(string name, TransitionDynamics dynamics) => xml.Empty(
        name, ("dynamicsShape", Word(OscWords.Shapes, dynamics.Shape)), ("value", Number(dynamics.Value)), ("dynamicsDimension", Word(OscWords.Dimensions, dynamics.Dimension)),
        ("followingMode", dynamics.FollowPosition ? null : "follow"));

    private void Constraints(DynamicConstraints? limits)
    {
        if (limits is not null)
        {
            xml.Empty("DynamicConstraints", ("maxAcceleration", Number(limits.MaxAccelMps2)), ("maxDeceleration", Number(limits.MaxDecelMps2)), ("maxSpeed", Number(limits.MaxSpeedMps)),
                ("maxAccelerationRate", Number(limits.MaxAccelRateMps3)), ("maxDecelerationRate", Number(limits.MaxDecelRateMps3)));
        }
    }

    private void Synchronize(SynchronizeAction a) => xml.Element("SynchronizeAction", () =>
    {
        positions.Position(a.MasterPosition, "TargetPositionMaster");
        positions.Position(a.Position, "TargetPosition");
        if (a.FinalSpeed is { } speed)
        {
            xml.Element("FinalSpeed", () => xml.Element(speed.RelativeToMaster ? "RelativeSpeedToMaster" : "AbsoluteSpeed", () =>
            {
                if (speed.SteadyDistanceM is { } distance)
                {
                    xml.Empty("TargetDistanceSteadyState", ("distance", Number(distance)));
                }
                else if (speed.SteadyTimeS is { } time)
                {
                    xml.Empty("TargetTimeSteadyState", ("time", Number(time)));
                }
            }, ("value", Number(speed.Value)), ("speedTargetValueType", speed.RelativeToMaster ? Word(OscWords.Factor, speed.Factor) : null)));
        }
    }, ("masterEntityRef", a.MasterId), ("targetToleranceMaster", Number(a.MasterToleranceM)), ("targetTolerance", Number(a.ToleranceM)));

    private void Controller(ControllerAction a)
    {
        if (a.Assign is { } assign)
        {
            xml.Element("AssignControllerAction", () => Controller(xml, assign.Controller), ("activateLateral", Flag(assign.Activate.Lateral)), ("activateLongitudinal", Flag(assign.Activate.Longitudinal)),
                ("activateAnimation", Flag(assign.Activate.Animation)), ("activateLighting", Flag(assign.Activate.Lighting)));
        }

        if (a.Overrides.Count > 0)
        {
            xml.Element("OverrideControllerValueAction", () =>
            {
                foreach (var item in a.Overrides)
                {
                    string name = item.Control switch { "throttle" => "Throttle", "brake" => "Brake", "clutch" => "Clutch", "parking_brake" => "ParkingBrake", "steering_wheel" => "SteeringWheel", _ => "Gear" };
                    xml.Empty(name, ("active", Flag(item.Active)), (name == "Gear" ? "number" : "value", Number(item.Value)), ("maxRate", Number(item.MaxRatePerS)));
                }
            });
        }

        if (a.Activate is { } on)
        {
            xml.Empty("ActivateControllerAction", ("lateral", Flag(on.Lateral)), ("longitudinal", Flag(on.Longitudinal)), ("animation", Flag(on.Animation)), ("lighting", Flag(on.Lighting)), ("objectControllerRef", on.ControllerName));
        }
    }

    public static void Controller(OscOut xml, StoryController controller) => xml.Element(
        "Controller", () => Properties(xml, controller.Properties, controller.Files), ("name", controller.Name), ("controllerType", controller.Type.Length > 0 ? controller.Type : null));

    public static void Properties(OscOut xml, IReadOnlyDictionary<string, string> properties, IReadOnlyList<string> files) => xml.Element("Properties", () =>
    {
        foreach (var (name, value) in properties)
        {
            xml.Empty("Property", ("name", name), ("value", value));
        }

        foreach (string file in files)
        {
            xml.Empty("File", ("filepath", file));
        }
    });

    private void Follow(FollowTrajectoryAction a) => xml.Element("FollowTrajectoryAction", () =>
    {
        positions.TrajectoryRef(a.Trajectory);
        xml.Element("TimeReference", () =>
        {
            if (a.Timing is { } timing)
            {
                xml.Empty("Timing", ("domainAbsoluteRelative", timing.Absolute ? "absolute" : "relative"), ("scale", Number(timing.Scale)), ("offset", Number(timing.OffsetS)));
            }
            else
            {
                xml.Empty("None");
            }
        });
        xml.Empty("TrajectoryFollowingMode", ("followingMode", Word(OscWords.FollowPosition, a.FollowPosition)));
    }, ("initialDistanceOffset", a.InitialOffsetM > 0 ? Number(a.InitialOffsetM) : null));
}
