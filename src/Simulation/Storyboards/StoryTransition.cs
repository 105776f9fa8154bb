using Sim.Storyboards;

namespace Sim.Simulation.Storyboards;

/// <summary>
/// A change of state of a storyboard's element, as a recording's events tell it: kind "storyboard", text "event start: standby to running: story/act/…".
/// Plain data.
/// </summary>
/// <param name="TimeUs">When, µs.</param>
/// <param name="Element">What kind of element.</param>
/// <param name="Transition">How.</param>
/// <param name="From">State before: "init", "standby", "running" or "complete".</param>
/// <param name="To">State after.</param>
/// <param name="Path">Names from the story to the element, joined with "/".</param>
/// <param name="Actor">The actor of an action; null otherwise.</param>
public sealed record StoryTransition(
    long TimeUs, StoryboardElementKind Element, StoryTransitionKind Transition, string From, string To, string Path, string? Actor = null)
{
    /// <summary>Kind of the events in a recording.</summary>
    public const string EventKind = "storyboard";

    private static readonly (StoryboardElementKind Kind, string Word)[] Elements =
    [
        (StoryboardElementKind.Story, "story"),
        (StoryboardElementKind.Act, "act"),
        (StoryboardElementKind.ManeuverGroup, "group"),
        (StoryboardElementKind.Maneuver, "manoeuvre"),
        (StoryboardElementKind.Event, "event"),
        (StoryboardElementKind.Action, "action"),
    ];

    private static readonly (StoryTransitionKind Kind, string Word)[] Transitions =
    [
        (StoryTransitionKind.Enter, "enter"),
        (StoryTransitionKind.Start, "start"),
        (StoryTransitionKind.End, "end"),
        (StoryTransitionKind.Stop, "stop"),
        (StoryTransitionKind.Skip, "skip"),
    ];

    /// <summary>Name of the element: the path's last part, with its own slashes.</summary>
    public required string Name { get; init; }

    /// <summary>The event of a recording.</summary>
    public RecordedEvent ToEvent() =>
        new(TimeUs, EventKind, Actor is null ? [] : [Actor], $"{Word(Element)} {Word(Transition)}: {From} to {To}: {Path}");

    /// <summary>Reads back what <see cref="ToEvent"/> wrote; null for any other event. A name with a slash reads as its last part.</summary>
    public static StoryTransition? FromEvent(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        return recorded.Kind == EventKind ? Parse(recorded) : null;
    }

    private static StoryTransition? Parse(RecordedEvent recorded)
    {
        string[] parts = recorded.Text.Split(": ", 3);
        if (parts.Length != 3)
        {
            return null;
        }

        string[] what = parts[0].Split(' '), states = parts[1].Split(" to ");
        int element = Array.FindIndex(Elements, e => e.Word == what[0]);
        int transition = what.Length == 2 ? Array.FindIndex(Transitions, t => t.Word == what[1]) : -1;
        if (element < 0 || transition < 0 || states.Length != 2)
        {
            return null;
        }

        return new StoryTransition(
            recorded.TimeUs, Elements[element].Kind, Transitions[transition].Kind, states[0], states[1], parts[2], recorded.Actors.Count > 0 ? recorded.Actors[0] : null)
        {
            Name = parts[2][(parts[2].LastIndexOf('/') + 1)..],
        };
    }

    private static string Word(StoryboardElementKind kind) => Array.Find(Elements, e => e.Kind == kind).Word;

    private static string Word(StoryTransitionKind kind) => Array.Find(Transitions, t => t.Kind == kind).Word;
}
