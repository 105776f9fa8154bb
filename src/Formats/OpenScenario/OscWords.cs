using Sim.Storyboards;

namespace Sim.Formats.OpenScenario;

/// <summary>The standard's words, with the spellings of 1.0, 1.1 and 1.2.</summary>
internal static class OscWords
{
    public static readonly (string, ValueRule)[] Rules =
    [
        ("equalTo", ValueRule.EqualTo), ("greaterThan", ValueRule.GreaterThan), ("lessThan", ValueRule.LessThan),
        ("greaterOrEqual", ValueRule.GreaterOrEqual), ("lessOrEqual", ValueRule.LessOrEqual), ("notEqualTo", ValueRule.NotEqualTo),
    ];

    public static readonly (string, ConditionEdge)[] Edges =
    [
        ("none", ConditionEdge.None), ("rising", ConditionEdge.Rising), ("falling", ConditionEdge.Falling), ("risingOrFalling", ConditionEdge.RisingOrFalling),
    ];

    public static readonly (string, EventPriority)[] Priorities =
    [
        ("overwrite", EventPriority.Overwrite), ("override", EventPriority.Overwrite), ("skip", EventPriority.Skip), ("parallel", EventPriority.Parallel),
    ];

    public static readonly (string, StoryCoordinates)[] Coordinates =
    [
        ("entity", StoryCoordinates.Entity), ("lane", StoryCoordinates.Lane), ("road", StoryCoordinates.Road), ("trajectory", StoryCoordinates.Trajectory), ("world", StoryCoordinates.World),
    ];

    public static readonly (string, StoryDistanceType)[] Distances =
    [
        ("longitudinal", StoryDistanceType.Longitudinal), ("lateral", StoryDistanceType.Lateral),
        ("euclidianDistance", StoryDistanceType.Euclidian), ("euclideanDistance", StoryDistanceType.Euclidian), ("cartesianDistance", StoryDistanceType.Euclidian),
    ];

    public static readonly (string, RoutingAlgorithm)[] Routings =
    [
        ("undefined", RoutingAlgorithm.Undefined), ("assignedRoute", RoutingAlgorithm.AssignedRoute), ("fastest", RoutingAlgorithm.Fastest),
        ("leastIntersections", RoutingAlgorithm.LeastIntersections), ("shortest", RoutingAlgorithm.Shortest),
    ];

    public static readonly (string, RouteStrategy)[] Strategies =
    [
        ("fastest", RouteStrategy.Fastest), ("leastIntersections", RouteStrategy.LeastIntersections), ("random", RouteStrategy.Random), ("shortest", RouteStrategy.Shortest),
    ];

    public static readonly (string, DirectionalDimension)[] Directions =
    [
        ("longitudinal", DirectionalDimension.Longitudinal), ("lateral", DirectionalDimension.Lateral), ("vertical", DirectionalDimension.Vertical),
    ];

    public static readonly (string, StoryboardEntityKind)[] Kinds =
    [
        ("vehicle", StoryboardEntityKind.Vehicle), ("pedestrian", StoryboardEntityKind.Pedestrian), ("miscellaneous", StoryboardEntityKind.Miscellaneous), ("external", StoryboardEntityKind.External),
    ];

    public static readonly (string, StoryboardElementKind)[] Elements =
    [
        ("story", StoryboardElementKind.Story), ("act", StoryboardElementKind.Act), ("maneuverGroup", StoryboardElementKind.ManeuverGroup), ("maneuver", StoryboardElementKind.Maneuver),
        ("event", StoryboardElementKind.Event), ("action", StoryboardElementKind.Action),
    ];

    public static readonly (string, StoryboardElementState)[] States =
    [
        ("standbyState", StoryboardElementState.StandbyState), ("runningState", StoryboardElementState.RunningState), ("completeState", StoryboardElementState.CompleteState),
        ("startTransition", StoryboardElementState.StartTransition), ("endTransition", StoryboardElementState.EndTransition), ("stopTransition", StoryboardElementState.StopTransition),
        ("skipTransition", StoryboardElementState.SkipTransition),
    ];

    public static readonly (string, TransitionShape)[] Shapes =
    [
        ("linear", TransitionShape.Linear), ("cubic", TransitionShape.Cubic), ("sinusoidal", TransitionShape.Sinusoidal), ("step", TransitionShape.Step),
    ];

    public static readonly (string, TransitionDimension)[] Dimensions =
    [
        ("rate", TransitionDimension.Rate), ("time", TransitionDimension.Time), ("distance", TransitionDimension.Distance),
    ];

    public static readonly (string, bool)[] FollowPosition = [("position", true), ("follow", false)];

    public static readonly (string, bool)[] Factor = [("factor", true), ("delta", false)];

    public static readonly (string, Displacement)[] Displacements =
    [
        ("any", Displacement.Any), ("trailingReferencedEntity", Displacement.Trailing), ("leadingReferencedEntity", Displacement.Leading),
        ("leftToReferencedEntity", Displacement.Leading), ("rightToReferencedEntity", Displacement.Trailing),
    ];
}
