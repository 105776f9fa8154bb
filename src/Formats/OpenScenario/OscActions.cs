using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>Actions of entities, of the world, and of the file's author.</summary>
internal static class OscActions
{
    /// <summary>The action in an &lt;Action&gt; of an event or in an init: private, global or user-defined.</summary>
    public static StoryboardAction Read(OscNode node) => node.Name switch
    {
        "PrivateAction" => Private(node),
        "GlobalAction" => OscGlobalActions.Read(node.Choice()),
        "UserDefinedAction" => UserDefined(node),
        _ => new UnsupportedAction { Element = node.Name },
    };

    /// <summary>The action in a &lt;PrivateAction&gt;.</summary>
    public static StoryboardAction Private(OscNode holder)
    {
        var node = holder.Choice();
        return node.Name switch
        {
            "LongitudinalAction" => Longitudinal(node.Choice()),
            "LateralAction" => Lateral(node.Choice()),
            "VisibilityAction" => new VisibilityAction
            {
                Graphics = node.Flag("graphics"),
                Sensors = node.Flag("sensors"),
                Traffic = node.Flag("traffic"),
                SensorNames = node.Child("SensorReferenceSet") is { } sensors ? [.. sensors.All("SensorReference").Select(s => s.Text("name"))] : [],
            },
            "SynchronizeAction" => Synchronize(node),
            "ActivateControllerAction" => new ControllerAction { Activate = Activate(node) },
            "ControllerAction" => Controller(node),
            "TeleportAction" => new TeleportAction { Position = OscPositions.Read(node.Required("Position")) },
            "RoutingAction" => Routing(node.Choice()),
            "AppearanceAction" => Appearance(node.Choice()),
            _ => new UnsupportedAction { Element = node.Name },
        };
    }

    private static TransitionDynamics Dynamics(OscNode n)
    {
        var dimension = n.Word("dynamicsDimension", OscWords.Dimensions, TransitionDimension.Time);
        double value = n.Number("value", 0);
        if (value < 0 && dimension == TransitionDimension.Rate)
        {
            n.Run.Assumptions.Add("a negative rate of change means its size; the target gives the direction");
            value = -value;
        }

        return value >= 0
            ? new TransitionDynamics(n.Word("dynamicsShape", OscWords.Shapes), dimension, value, n.Word("followingMode", OscWords.FollowPosition, true))
            : throw n.Wrong("value", n.Text("value"), "a number, not negative");
    }

    private static StoryboardAction Longitudinal(OscNode n)
    {
        switch (n.Name)
        {
            case "SpeedAction":
                var target = n.Required("SpeedActionTarget").Choice();
                return new SpeedAction
                {
                    Dynamics = Dynamics(n.Required("SpeedActionDynamics")),
                    Target = target.Name switch
                    {
                        "AbsoluteTargetSpeed" => new SpeedTarget { Value = target.Number("value") },
                        "RelativeTargetSpeed" => new SpeedTarget
                        {
                            EntityId = target.EntityRef("entityRef"),
                            Value = target.Number("value"),
                            Factor = target.Word("speedTargetValueType", OscWords.Factor),
                            Continuous = target.Flag("continuous"),
                        },
                        _ => throw target.Element.Error($"found <{Clip(target.Name)}>; expected AbsoluteTargetSpeed or RelativeTargetSpeed"),
                    },
                };
            case "SpeedProfileAction":
                var entries = n.All("SpeedProfileEntry");
                return entries.Count == 0 ? throw n.Element.Error("found <SpeedProfileAction> without <SpeedProfileEntry>; expected at least one") : new SpeedProfileAction
                {
                    EntityId = n.Optional("entityRef") is null ? null : n.EntityRef("entityRef"),
                    FollowPosition = n.Word("followingMode", OscWords.FollowPosition),
                    Constraints = Constraints(n),
                    Entries = [.. entries.Select(e => new SpeedProfileEntry(e.Number("speed"), e.MaybeNotNegative("time")))],
                };
            case "LongitudinalDistanceAction":
                double? distance = n.MaybeNotNegative("distance"), gap = n.MaybeNotNegative("timeGap");
                return distance is null == gap is null ? throw n.Element.Error("found <LongitudinalDistanceAction> with neither or both of \"distance\" and \"timeGap\"; expected one") : new LongitudinalDistanceAction
                {
                    EntityId = n.EntityRef("entityRef"),
                    DistanceM = distance,
                    TimeGapS = gap,
                    Freespace = n.Flag("freespace"),
                    Continuous = n.Flag("continuous"),
                    Coordinates = n.Word("coordinateSystem", OscWords.Coordinates, StoryCoordinates.Entity),
                    Displacement = n.Word("displacement", OscWords.Displacements, Displacement.Trailing),
                    Constraints = Constraints(n),
                };
            default:
                return new UnsupportedAction { Element = n.Name };
        }
    }

    private static StoryboardAction Lateral(OscNode n)
    {
        switch (n.Name)
        {
            case "LaneChangeAction":
                var lane = n.Required("LaneChangeTarget").Choice();
                var change = new LaneChangeAction { Dynamics = Dynamics(n.Required("LaneChangeActionDynamics")), TargetOffsetM = n.Number("targetLaneOffset", 0) };
                return lane.Name switch
                {
                    "AbsoluteTargetLane" => change with { LaneId = lane.Text("value").Trim() },
                    "RelativeTargetLane" => change with { EntityId = lane.EntityRef("entityRef"), RelativeLanes = lane.Integer("value") },
                    _ => throw lane.Element.Error($"found <{Clip(lane.Name)}>; expected AbsoluteTargetLane or RelativeTargetLane"),
                };
            case "LaneOffsetAction":
                var dynamics = n.Required("LaneOffsetActionDynamics");
                var offset = n.Required("LaneOffsetTarget").Choice();
                return new LaneOffsetAction
                {
                    Shape = dynamics.Word("dynamicsShape", OscWords.Shapes),
                    MaxLateralAccelMps2 = dynamics.Limit("maxLateralAcc"),
                    Continuous = n.Flag("continuous"),
                    EntityId = offset.Name switch
                    {
                        "AbsoluteTargetLaneOffset" => null,
                        "RelativeTargetLaneOffset" => offset.EntityRef("entityRef"),
                        _ => throw offset.Element.Error($"found <{Clip(offset.Name)}>; expected AbsoluteTargetLaneOffset or RelativeTargetLaneOffset"),
                    },
                    OffsetM = offset.Number("value"),
                };
            case "LateralDistanceAction":
                return new LateralDistanceAction
                {
                    EntityId = n.EntityRef("entityRef"),
                    DistanceM = n.Maybe("distance"),
                    Freespace = n.Flag("freespace"),
                    Continuous = n.Flag("continuous"),
                    Coordinates = n.Word("coordinateSystem", OscWords.Coordinates, StoryCoordinates.Entity),
                    Displacement = n.Word("displacement", OscWords.Displacements, Displacement.Any),
                    Constraints = Constraints(n),
                };
            default:
                return new UnsupportedAction { Element = n.Name };
        }
    }

    private static DynamicConstraints? Constraints(OscNode n) => n.Child("DynamicConstraints") is { } c
        ? new DynamicConstraints(c.Limit("maxSpeed"), c.Limit("maxAcceleration"), c.Limit("maxDeceleration"), c.Limit("maxAccelerationRate"), c.Limit("maxDecelerationRate"))
        : null;

    private static SynchronizeAction Synchronize(OscNode n)
    {
        var final = n.Child("FinalSpeed")?.Choice();
        return new SynchronizeAction
        {
            MasterId = n.EntityRef("masterEntityRef"),
            MasterPosition = OscPositions.Read(n.Required("TargetPositionMaster")),
            Position = OscPositions.Read(n.Required("TargetPosition")),
            MasterToleranceM = n.MaybeNotNegative("targetToleranceMaster"),
            ToleranceM = n.MaybeNotNegative("targetTolerance"),
            FinalSpeed = final is { } speed ? FinalSpeed(speed) : null,
        };
    }

    private static SynchronizeFinalSpeed FinalSpeed(OscNode n)
    {
        var steady = n.Child("SteadyState");
        var distance = steady is { } s ? s.Child("TargetDistanceSteadyState") : n.Child("TargetDistanceSteadyState");
        var time = steady is { } t ? t.Child("TargetTimeSteadyState") : n.Child("TargetTimeSteadyState");
        var speed = new SynchronizeFinalSpeed { Value = n.Number("value"), SteadyDistanceM = distance?.NotNegative("distance"), SteadyTimeS = time?.NotNegative("time") };
        return n.Name switch
        {
            "AbsoluteSpeed" => speed,
            "RelativeSpeedToMaster" => speed with { RelativeToMaster = true, Factor = n.Word("speedTargetValueType", OscWords.Factor) },
            _ => throw n.Element.Error($"found <{Clip(n.Name)}>; expected AbsoluteSpeed or RelativeSpeedToMaster"),
        };
    }

    private static ControllerAction Controller(OscNode n)
    {
        var assign = n.Child("AssignControllerAction");
        var overrides = n.Child("OverrideControllerValueAction");
        var activate = n.Child("ActivateControllerAction");
        return assign is null && overrides is null && activate is null
            ? throw n.Element.Error("found an empty <ControllerAction>; expected AssignControllerAction, OverrideControllerValueAction or ActivateControllerAction inside")
            : new ControllerAction
            {
                Assign = assign is { } a ? new AssignController(OscEntities.ControllerOf(a.Child("ObjectController") ?? a), new ActivateController(a.MaybeFlag("activateLateral"), a.MaybeFlag("activateLongitudinal"), a.MaybeFlag("activateAnimation"), a.MaybeFlag("activateLighting"))) : null,
                Activate = activate is { } on ? Activate(on) : null,
                Overrides = overrides is { } o ? Overrides(o) : [],
            };
    }

    private static ActivateController Activate(OscNode n) =>
        new(n.MaybeFlag("lateral"), n.MaybeFlag("longitudinal"), n.MaybeFlag("animation"), n.MaybeFlag("lighting"), n.Optional("objectControllerRef") ?? n.Optional("controllerRef"));

    private static List<ControlOverride> Overrides(OscNode n)
    {
        var found = new List<ControlOverride>();
        foreach (var (element, control) in new[] { ("Throttle", "throttle"), ("Brake", "brake"), ("Clutch", "clutch"), ("ParkingBrake", "parking_brake"), ("SteeringWheel", "steering_wheel"), ("Gear", "gear") })
        {
            if (n.Child(element) is not { } item)
            {
                continue;
            }

            bool active = item.Flag("active");
            var inner = item.Child("BrakePercent") ?? item.Child("BrakeForce") ?? item.Child("ManualGear") ?? item;
            double value = element == "Gear" ? inner.Maybe("number") ?? inner.Number("value", 0) : inner.Number("value", 0);
            found.Add(new ControlOverride(control, active, value, inner.MaybeNotNegative("maxRate") ?? item.MaybeNotNegative("maxRate")));
        }

        return found;
    }

    private static StoryboardAction Routing(OscNode n)
    {
        switch (n.Name)
        {
            case "AssignRouteAction":
                return new AssignRouteAction { Route = OscPositions.Route(n) };
            case "AcquirePositionAction":
                return new AcquirePositionAction { Position = OscPositions.Read(n.Required("Position")) };
            case "FollowTrajectoryAction":
                var reference = n.Child("TimeReference");
                reference?.Child("None");
                var timing = reference?.Child("Timing");
                return new FollowTrajectoryAction
                {
                    Trajectory = OscPositions.Trajectory(n),
                    FollowPosition = n.Child("TrajectoryFollowingMode") is { } mode ? mode.Word("followingMode", OscWords.FollowPosition) : n.Word("followingMode", OscWords.FollowPosition, true),
                    InitialOffsetM = n.NotNegative("initialDistanceOffset", 0),
                    Timing = timing is { } t ? Timing(t) : null,
                };
            default:
                return new UnsupportedAction { Element = n.Name };
        }
    }

    private static TrajectoryTiming Timing(OscNode t)
    {
        double scale = t.Number("scale");
        return scale > 0
            ? new TrajectoryTiming(t.Word("domainAbsoluteRelative", Domains), scale, t.Number("offset"))
            : throw t.Wrong("scale", t.Text("scale"), "a positive number");
    }

    private static readonly (string, bool)[] Domains = [("absolute", true), ("relative", false)];

    private static StoryboardAction Appearance(OscNode n)
    {
        switch (n.Name)
        {
            case "LightStateAction":
                var type = n.Required("LightType").Choice();
                var state = n.Required("LightState");
                return new LightStateAction
                {
                    Light = type.Optional("vehicleLightType") ?? type.Text("userDefinedLightType"),
                    Mode = state.Text("mode"),
                    TransitionS = n.NotNegative("transitionTime", 0),
                    FlashOnS = state.MaybeNotNegative("flashingOnDuration"),
                    FlashOffS = state.MaybeNotNegative("flashingOffDuration"),
                    IntensityCd = state.MaybeNotNegative("luminousIntensity"),
                    Colour = state.Child("Color") is { } colour ? Colour(colour) : null,
                };
            case "AnimationAction":
                var animation = n.Required("AnimationType").Choice();
                return new AnimationAction
                {
                    Target = string.Join(' ', Words(animation, 0)),
                    State = n.Child("AnimationState")?.Maybe("state"),
                    DurationS = n.MaybeNotNegative("animationDuration"),
                    Loop = n.Flag("loop", false),
                };
            default:
                return new UnsupportedAction { Element = n.Name };
        }
    }

    private static string Colour(OscNode colour) => string.Join(' ', Words(colour, 0));

    // What is only shown is kept as words: the attributes of the element and of those inside.
    private static IEnumerable<string> Words(OscNode n, int depth)
    {
        yield return n.Name;
        foreach (var attribute in n.Element.Attributes)
        {
            yield return $"{attribute.Name}={n.Optional(attribute.Name)}";
        }

        if (depth < 4)
        {
            foreach (string word in n.All().SelectMany(c => Words(c, depth + 1)))
            {
                yield return word;
            }
        }
    }

    private static StoryboardAction UserDefined(OscNode node)
    {
        var command = node.Choice();
        return command.Name == "CustomCommandAction"
            ? new CustomCommandAction { Type = command.Text("type"), Content = command.Element.Text.Trim() }
            : new UnsupportedAction { Element = command.Name };
    }

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
