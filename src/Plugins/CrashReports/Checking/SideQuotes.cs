using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Checking;

/// <summary>Quote check of left and right: what actors do, how roads bend, how drivers steer. Thread-safe.</summary>
internal static class SideQuotes
{
    private static readonly string[] Turning = ["turn", "turns", "turned", "turning"];
    private static readonly string[] Changing = ["lane", "lanes", "change", "changed", "changing", "merge", "merged", "merging", "moved", "move", "moving", "pulled", "cut", "cuts", "swerved", "went"];
    private static readonly string[] Steering = ["steer", "steered", "steering", "swerve", "swerved", "swerving", "veered", "veering", "evasive", "maneuver"];
    private static readonly string[] Bending = ["curve", "curves", "curved", "curving", "bend", "bends", "bent", "bending", "negotiating"];

    public static IEnumerable<Doubt> Check(CheckedText text)
    {
        foreach (var actor in text.Record.Actors)
        {
            for (int i = 0; i < actor.Actions.Count; i++)
            {
                var leaf = actor.Actions[i].Kind;
                string path = FormattableString.Invariant($"actors/{actor.Id}/actions/{i + 1}/kind");
                var doubt = leaf.Value switch
                {
                    ActionKind.TurnLeft => One(text, path, leaf, ActionKind.TurnRight, left: true, actor.Id, Turning),
                    ActionKind.TurnRight => One(text, path, leaf, ActionKind.TurnLeft, left: false, actor.Id, Turning),
                    ActionKind.ChangeLaneLeft => One(text, path, leaf, ActionKind.ChangeLaneRight, left: true, actor.Id, Changing),
                    ActionKind.ChangeLaneRight => One(text, path, leaf, ActionKind.ChangeLaneLeft, left: false, actor.Id, Changing),
                    _ => null,
                };
                if (doubt is not null) yield return doubt;
            }

            if (Turned(text, actor) is { } movement) yield return movement;
            if (Steered(text, actor) is { } steering) yield return steering;
        }

        foreach (var leg in text.Record.Road.Legs)
        {
            // A derived bend may be that of the other direction.
            if (leg.Alignment.Status != LeafStatus.Stated) continue;
            var doubt = leg.Alignment.Value switch
            {
                Alignment.CurveLeft => One(text, $"road/legs/{leg.Id}/alignment", leg.Alignment, Alignment.CurveRight, left: true, "", Bending),
                Alignment.CurveRight => One(text, $"road/legs/{leg.Id}/alignment", leg.Alignment, Alignment.CurveLeft, left: false, "", Bending),
                _ => null,
            };
            if (doubt is not null) yield return doubt;
        }
    }

    private static Doubt? Turned(CheckedText text, ActorRecord actor) => actor.Movement.Value switch
    {
        Movement.TurningLeft => One(text, $"actors/{actor.Id}/movement", actor.Movement, Movement.TurningRight, left: true, actor.Id, Turning),
        Movement.TurningRight => One(text, $"actors/{actor.Id}/movement", actor.Movement, Movement.TurningLeft, left: false, actor.Id, Turning),
        _ => null,
    };

    private static Doubt? Steered(CheckedText text, ActorRecord actor)
    {
        var leaf = actor.Avoidance;
        bool left = leaf.Value.Contains(Avoidance.SteerLeft), right = leaf.Value.Contains(Avoidance.SteerRight);
        if (left == right || leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) return null;
        var sides = Sides(text, leaf.Evidence, actor.Id, Steering);
        if (sides is not (var saidLeft, var saidRight) || (left ? saidLeft : saidRight) || !(saidLeft || saidRight)) return null;
        var wrong = left ? Avoidance.SteerLeft : Avoidance.SteerRight;
        var mended = leaf.Value.Select(one => one == wrong ? (left ? Avoidance.SteerRight : Avoidance.SteerLeft) : one).Order().ToList();
        return Doubt.Replace<IReadOnlyList<Avoidance>>("Q", $"actors/{actor.Id}/avoidance", $"the quote says {(left ? "right" : "left")}", leaf with { Value = mended, Confidence = 0.6 });
    }

    private static Doubt? One<T>(CheckedText text, string path, Leaf<T> leaf, T mirrored, bool left, string actor, string[] verbs)
    {
        if (leaf.Status is LeafStatus.Unknown or LeafStatus.Assumed) return null;
        if (Sides(text, leaf.Evidence, actor, verbs) is not (var saidLeft, var saidRight)) return null;
        if (left ? saidLeft : saidRight) return null;
        if (!(saidLeft || saidRight)) return null;
        return Doubt.Replace("Q", path, $"the quote says {(left ? "right" : "left")}", leaf with { Value = mirrored, Confidence = Math.Min(leaf.Confidence, 0.6) });
    }

    /// <summary>Which sides the text gives for a verb: the quote where it names one side, else next to the verb in its sentences, else next to the verb after the actor's name.</summary>
    private static (bool Left, bool Right)? Sides(CheckedText text, TextSpan? evidence, string actor, string[] verbs)
    {
        var quote = text.Quote(evidence);
        var near = Near(text, quote, "", verbs);
        if (near.Left != near.Right) return near;
        bool left = Said(text.Words, quote, "left"), right = Said(text.Words, quote, "right");
        if (left != right) return (left, right);
        var sentences = text.Sentences(evidence);
        var named = actor.Length == 0 ? (false, false) : Near(text, sentences, actor, verbs);
        if (named.Item1 || named.Item2) return named;
        near = Near(text, sentences, "", verbs);
        if (near.Left || near.Right) return near;
        if (actor.Length == 0) return null;
        named = Near(text, text.All, actor, verbs);
        return named.Item1 || named.Item2 ? named : null;
    }

    private static (bool Left, bool Right) Near(CheckedText text, (int From, int To) range, string actor, string[] verbs)
    {
        bool left = false, right = false;
        for (int i = range.From; i < range.To; i++)
        {
            string word = text.Words[i];
            if (word is not ("left" or "right") || (word == "right" && text.Words[i + 1] is "of" or "away") || Departs(text.Words, i) || ComesFrom(text.Words, i)) continue;
            bool close = false;
            for (int n = Math.Max(range.From, i - 5); n < Math.Min(range.To, i + 4); n++)
            {
                close |= n != i && verbs.Contains(text.Words[n]) && text.Words.Words[n].Sentence == text.Words.Words[i].Sentence;
            }

            if (!close || (actor.Length > 0 && !text.Subjects(i).Any(one => one.Actor == actor))) continue;
            left |= word == "left";
            right |= word == "right";
        }

        return (left, right);
    }

    private static bool Said(WordList words, (int From, int To) range, string side) =>
        Enumerable.Range(range.From, Math.Max(0, range.To - range.From)).Any(i => words[i] == side && !ComesFrom(words, i));

    /// <summary>"cuts in from the right": where somebody comes from.</summary>
    private static bool ComesFrom(WordList words, int i) => words[i - 1] is "the" or "its" or "his" or "her" && words[i - 2] is "from";

    /// <summary>"left the roadway", "right side", "right front": not where somebody goes.</summary>
    private static bool Departs(WordList words, int i) =>
        words[i + 1] is "side" or "front" or "rear" or "fender" or "quarter" or "door" or "bumper" or "corner" or "the" && words[i - 1] is not "to";
}
