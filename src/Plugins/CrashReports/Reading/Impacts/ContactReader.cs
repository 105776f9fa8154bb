using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Reads the clauses that tell of a contact: active and passive, with parts named by possessives, "of", "with", "in" and "by". Pure.</summary>
internal static class ContactReader
{
    private static readonly FrozenSet<string> Hits = Set("strike", "hit", "collide", "impact", "contact", "crash", "ram", "sideswipe", "clip", "bump", "broadside", "slam", "smash", "swipe", "slap", "scrape", "touch", "graze", "brush", "sideslap", "t-bone", "rear-end", "knock", "bang", "plow", "nudge");
    private static readonly FrozenSet<string> Moves = Set("run", "drive", "slide", "skid", "back", "go", "roll", "plow", "crash", "slam", "smash", "veer", "swerve", "careen", "travel", "come", "reverse", "continue", "push", "force", "spin", "rotate", "turn", "pull", "bump", "move", "drift", "fall");
    private static readonly FrozenSet<string> Against = Set("with", "into", "against", "onto", "to", "upon", "on");

    /// <summary>The contacts in the order of the text.</summary>
    public static IReadOnlyList<ToldContact> Read(Story story)
    {
        var found = new List<ToldContact>();
        foreach (var clause in story.Text.Clauses)
        {
            if (clause.Verbs.IsEmpty || clause.Has(ClauseTraits.Coded | ClauseTraits.Negated | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Believed) || (clause.Has(ClauseTraits.Intended) && !story.IsSentence))
            {
                continue;
            }

            if (Rollover(story, clause) is { } rollover)
            {
                found.Add(rollover);
            }
            else if (Read(story, clause) is { } contact)
            {
                found.Add(contact);
            }
        }

        return found;
    }

    private static ToldContact? Rollover(Story story, Clause clause)
    {
        bool rolls = (clause.Lemma is "overturn" or "flip" || (clause.Lemma == "roll" && ActionWords.HasAny(story.Text, clause.Tokens, "over", "onto", "quarter", "turn", "turns"))) && !clause.Has(ClauseTraits.Negated);
        return rolls && story.Mentions.SubjectOf(clause) is [var id] && id[0] == 'V'
            ? new ToldContact { Clause = clause, A = id, Obstacle = "rollover", IsLater = IsLater(story.Text, clause) }
            : null;
    }

    private static ToldContact? Read(Story story, Clause clause)
    {
        var text = story.Text;
        var kind = Kind(text, clause);
        if (kind == ContactKind.None)
        {
            return null;
        }

        var subjects = Subjects(story, clause);
        if (subjects.Count == 0)
        {
            return Impersonal(story, clause);
        }

        // "was pushed into V3": who is pushed moves.
        bool passive = clause.Has(ClauseTraits.Passive) && !(kind == ContactKind.Into && clause.Lemma is "push" or "force" or "knock" or "spin" or "drive" && clause.After("by").IsEmpty);
        var target = Target(story, clause, subjects, out string? obstacle);
        string? a, b;
        if (passive)
        {
            // "V2 was struck by V1": the agent moves.
            b = subjects.Count > 0 ? subjects[0] : null;
            a = story.Mentions.AgentOf(clause) is [var agent, ..] ? agent : target;
            if (b is null)
            {
                return null;
            }

            if (a is null)
            {
                // "was struck by a falling tree", or the agent is not named: with two vehicles it is the other one.
                obstacle = Obstacles.In(text, story.Mentions, clause.After("by")) ?? (clause.After("by").IsEmpty ? null : obstacle);
                a = obstacle is null ? Other(story, b) : null;
                if (a is null)
                {
                    return obstacle is null ? null : new ToldContact { Clause = clause, A = b, Obstacle = obstacle, IsLater = IsLater(text, clause), PlaneA = First(Parts(story, clause)) };
                }
            }
        }
        else if (subjects.Count >= 2)
        {
            (a, b) = (subjects[0], subjects[1]);
        }
        else if (target is null && Owners(story, clause.Subject) is [var one, var two, ..])
        {
            // "the front of V1 and the left side of V2 made contact"
            (a, b) = (one, two);
        }
        else
        {
            a = subjects.Count > 0 ? subjects[0] : null;
            b = target;
            if (a is null)
            {
                return null;
            }

            if (b is null && obstacle is null)
            {
                // "collided", "was involved in a collision": with two vehicles the other one is meant, a place or a thing is not.
                b = kind == ContactKind.Hit && IsBare(story, clause) ? Other(story, a) : null;
                if (b is null)
                {
                    return null;
                }
            }
        }

        if (b is null && kind == ContactKind.Into && !Obstacles.IsSolid(obstacle!))
        {
            return null;
        }

        if (a == b || (!story.IsSentence && ((b is not null && story.Mentions.Actor(b) is { IsBystander: true }) || story.Mentions.Actor(a) is { IsBystander: true })))
        {
            return null;
        }

        var contact = new ToldContact { Clause = clause, A = a, B = b, Obstacle = b is null ? obstacle : null, IsLater = IsLater(text, clause) || kind == ContactKind.Slap };
        AssignParts(story, clause, contact, passive);
        ByVerb(story, clause, contact, kind, passive);
        return contact;
    }

    /// <summary>"Contact was made between the front of V1 and the left side of V2", "the impact was to the left side of V2 by the front of V1": nobody's clause with two owners.</summary>
    private static ToldContact? Impersonal(Story story, Clause clause)
    {
        if (Owners(story, clause.Tokens) is not [var one, var two])
        {
            return null;
        }

        var contact = new ToldContact { Clause = clause, A = one, B = two, IsLater = IsLater(story.Text, clause) };
        AssignParts(story, clause, contact, passive: false);
        return contact;
    }

    private static List<string> Owners(Story story, TokenRange range)
    {
        var owners = new List<string>();
        foreach (var part in PlaneReader.Read(story.Text, story.Mentions, range))
        {
            if (part.Owner is { } owner && !owners.Contains(owner))
            {
                owners.Add(owner);
            }
        }

        return owners;
    }

    private enum ContactKind
    {
        None,
        Hit,
        Into,
        RearEnd,
        TBone,
        HeadOn,
        Sideswipe,
        Slap,
    }

    private static ContactKind Kind(ReportText text, Clause clause)
    {
        var behind = new TokenRange(clause.Verbs.Start, clause.Tokens.End);
        if (clause.Lemma == "rear-end" || text.Find(behind, "rear", "ended") >= 0 || text.Find(behind, "rear", "ends") >= 0 || text.Find(behind, "rear", "ending") >= 0 || text.Find(behind, "rear", "end", "of") < 0 && text.Is(clause.Verbs.Start, "rear", "end"))
        {
            return ContactKind.RearEnd;
        }

        if (clause.Lemma is "broadside" or "t-bone" || text.Find(behind, "t", "boned") >= 0 || text.Find(behind, "t", "bones") >= 0 || text.Find(behind, "t", "boning") >= 0)
        {
            return ContactKind.TBone;
        }

        if (text.Find(behind, "side", "slapped") >= 0 || text.Find(behind, "side", "slap") >= 0 || clause.Lemma is "slap" or "sideslap")
        {
            return ContactKind.Slap;
        }

        if (clause.Lemma == "sideswipe" || text.Find(behind, "side", "swiped") >= 0 || text.Find(behind, "side", "swipes") >= 0)
        {
            return ContactKind.Sideswipe;
        }

        bool hit = Hits.Contains(clause.Lemma) || (clause.Lemma is "make" or "come" && ActionWords.HasAny(text, behind, "contact", "impact")) || (clause.Lemma == "meet" && text.Find(behind, "head", "on") >= 0)
            || (clause.Lemma is "involve" or "get" or "end" && ActionWords.HasAny(text, behind, "collision")) || (clause.Lemma is "be" or "occur" or "result" or "involve" or "take" && ActionWords.HasAny(text, clause.Tokens, "impact", "contact", "collision", "crash"));
        if (hit && text.Find(behind, "head", "on") >= 0)
        {
            return ContactKind.HeadOn;
        }

        if (hit)
        {
            // "hit the brakes", "struck his head", "came into contact", "the light hit".
            return ActionWords.HasAny(text, clause.Object, "brakes", "brake", "head", "gas", "accelerator", "windshield", "horn", "steering", "knee", "police", "knees", "chest", "accelerater") ? ContactKind.None : ContactKind.Hit;
        }

        return Moves.Contains(clause.Lemma) && (!clause.After("into").IsEmpty || !clause.After("against").IsEmpty) ? ContactKind.Into : ContactKind.None;
    }

    private static IReadOnlyList<string> Subjects(Story story, Clause clause)
    {
        var subjects = story.Mentions.SubjectOf(clause);

        // "the impact", "the collision": nobody's.
        return subjects.Count > 2 ? [.. subjects.Take(2)] : subjects;
    }

    /// <summary>The other party of an active clause: its object, or what stands behind "with", "into", "against"; not the instrument ("with its front").</summary>
    private static string? Target(Story story, Clause clause, IReadOnlyList<string> subjects, out string? obstacle)
    {
        var text = story.Text;
        obstacle = null;
        if (Head(story, clause.Object, subjects) is { } direct)
        {
            return direct;
        }

        foreach (var phrase in clause.Phrases)
        {
            if (Against.Contains(phrase.Preposition) || (phrase.Preposition is "in" && Owned(story, phrase.Words, subjects)))
            {
                if (IsPath(text, phrase.Words))
                {
                    continue;
                }

                if (Head(story, phrase.Words, subjects) is { } other)
                {
                    return other;
                }
            }
        }

        // "struck with its front end the left side of V2": the words behind the instrument.
        foreach (var part in Parts(story, clause))
        {
            if (part.Owner is { } owner && !subjects.Contains(owner))
            {
                return owner;
            }
        }

        obstacle = Obstacles.In(text, story.Mentions, clause.Object);
        foreach (var phrase in clause.Phrases)
        {
            obstacle ??= phrase.Preposition is "into" or "with" or "against" or "on" && (phrase.Preposition != "on" || clause.Lemma is "crash") ? Obstacles.In(text, story.Mentions, phrase.Words) : null;
        }

        return null;
    }

    private static string? Head(Story story, TokenRange phrase, IReadOnlyList<string> subjects)
    {
        foreach (string id in story.Mentions.HeadOf(phrase))
        {
            if (!subjects.Contains(id))
            {
                return id;
            }
        }

        return null;
    }

    private static bool Owned(Story story, TokenRange phrase, IReadOnlyList<string> subjects) =>
        PlaneReader.Read(story.Text, story.Mentions, phrase) is [{ Owner: { } owner }, ..] && !subjects.Contains(owner);

    // "into the path of V2", "in front of V2", "into V1's lane" is no contact.
    private static bool IsPath(ReportText text, TokenRange words) =>
        ActionWords.HasAny(text, words, "path", "lane", "lanes", "way", "direction", "intersection", "roadway", "driveway", "lot") || text.Is(words.Start, "front", "of");

    // The clause ends behind its verb, or names only a place or time.
    private static bool IsBare(Story story, Clause clause)
    {
        foreach (var phrase in clause.Phrases)
        {
            if (phrase.Preposition is "with" or "into" or "against" && PlaneReader.Read(story.Text, story.Mentions, phrase.Words).Count == 0)
            {
                return false;
            }
        }

        return clause.Object.Length == 0 || ActionWords.HasAny(story.Text, clause.Object, "head", "contact", "right", "left", "front", "rear", "side", "back");
    }

    private static string? Other(Story story, string id)
    {
        string? other = null;
        foreach (var actor in story.Mentions.Actors)
        {
            if (actor.Id == id || actor.IsBystander)
            {
                continue;
            }

            if (other is not null)
            {
                return null;
            }

            other = actor.Id;
        }

        return other;
    }

    private static IReadOnlyList<PlanePhrase> Parts(Story story, Clause clause) => PlaneReader.Read(story.Text, story.Mentions, clause.Tokens);

    private static PlanePhrase? First(IReadOnlyList<PlanePhrase> parts) => parts.Count > 0 ? parts[0] : null;

    private static void AssignParts(Story story, Clause clause, ToldContact contact, bool passive)
    {
        var text = story.Text;
        var parts = Parts(story, clause);
        if (parts is [{ Owner: null } own, { Owner: null } met] && text.Norm(own.Words.End) is "to" or "into" or "against" && met.Words.Start <= own.Words.End + 2)
        {
            // "front to left side", the moving one first.
            (contact.PlaneA, contact.PlaneB) = (own, met);
            return;
        }

        foreach (var part in parts)
        {
            string? owner = part.Owner is { } told && (told == contact.A || told == contact.B) ? told : part.Owner is null ? Role(text, clause, contact, part, passive) : null;
            if (!passive && owner == contact.A && contact.B is not null && part.Words.Start >= clause.Verbs.End && clause.Object.Contains(part.Words.Start) && story.Mentions.At(part.Words.Start - 1) is { Role: MentionRole.Pronoun })
            {
                // "the van hits its rear": what is hit is the other one's.
                owner = contact.B;
            }

            if (owner == contact.A && contact.PlaneA is null)
            {
                contact.PlaneA = part;
            }
            else if (owner is not null && owner == contact.B && contact.PlaneB is null)
            {
                contact.PlaneB = part;
            }
        }
    }

    /// <summary>To whom a part belongs that no word gives to anybody.</summary>
    private static string? Role(ReportText text, Clause clause, ToldContact contact, PlanePhrase part, bool passive)
    {
        if (part.Words.Start < clause.Verbs.Start)
        {
            return passive ? contact.B : contact.A;
        }

        int before = part.Words.Start - 1;
        while (before > clause.Verbs.Start && (text.Norm(before) is "the" or "its" or "it" or "'s" or "a" or "his" or "her" or "their" || FunctionWords.IsAdverb(text.Norm(before))))
        {
            before--;
        }

        // With its own part one strikes; in, on and at the other's.
        return text.Norm(before) is "with" ? (passive && !clause.After("by").IsEmpty && before > clause.After("by").Start || !passive ? contact.A : contact.B) : contact.B ?? contact.A;
    }

    /// <summary>What the verb itself says of the parts.</summary>
    private static void ByVerb(Story story, Clause clause, ToldContact contact, ContactKind kind, bool passive)
    {
        if (contact.B is null)
        {
            if (kind == ContactKind.Sideswipe && contact.PlaneA is null && clause.Index > 0 && story.Text.Clauses[clause.Index - 1] is var before && before.Sentence == clause.Sentence
                && before.Lemma is "veer" or "drift" or "swerve" or "steer" or "slide" or "move")
            {
                // "he veered left and side swiped a wall": with the side to which it went.
                for (int i = before.Verbs.End; i < before.Tokens.End; i++)
                {
                    if (story.Text.Norm(i) is "left" or "right")
                    {
                        contact.ByVerb = true;
                        contact.PlaneA = new PlanePhrase(new(i, i + 1), story.Text.Norm(i) == "left" ? ContactPlane.Left : ContactPlane.Right, ContactCorner.Unknown, ContactPlane.Unknown, null);
                    }
                }
            }

            return;
        }

        if (kind == ContactKind.Into && clause.Lemma is "back" or "reverse" && contact.PlaneA is null)
        {
            contact.PlaneA = new(clause.Verbs, ContactPlane.Back, ContactCorner.Unknown, ContactPlane.Unknown, null);
            contact.ByVerb = true;
        }

        var words = clause.Verbs.IsEmpty ? clause.Tokens : new TokenRange(clause.Verbs.Start, clause.Tokens.End);
        PlanePhrase part(ContactPlane plane) => new(words, plane, ContactCorner.Unknown, ContactPlane.Unknown, null);
        switch (kind)
        {
            case ContactKind.RearEnd:
                contact.ByVerb = true;
                contact.PlaneA ??= part(ContactPlane.Front);
                contact.PlaneB ??= part(ContactPlane.Back);
                break;
            case ContactKind.HeadOn when contact.PlaneA is null && contact.PlaneB is null:
                contact.ByVerb = true;
                contact.PlaneA = part(ContactPlane.Front);
                contact.PlaneB = part(ContactPlane.Front);
                break;
            case ContactKind.TBone:
                contact.ByVerb = true;
                contact.PlaneA ??= part(ContactPlane.Front);
                break;
        }

        // "struck from behind", "came from behind and hit him".
        if (text(story).Find(clause.Tokens, "from", "behind") >= 0)
        {
            contact.ByVerb = true;
            contact.PlaneA ??= part(ContactPlane.Front);
            contact.PlaneB ??= part(ContactPlane.Back);
        }

        static ReportText text(Story story) => story.Text;
    }

    private static bool IsLater(ReportText text, Clause clause)
    {
        if (ActionWords.HasAny(text, clause.Tokens, "again", "subsequently", "second", "secondary", "also", "subsequent", "secondly") && !ActionWords.HasAny(text, clause.Tokens, "seconds"))
        {
            return true;
        }

        return text.Find(clause.Tokens, "then") >= 0 || text.Find(clause.Tokens, "after", "the", "initial") >= 0 || text.Find(clause.Tokens, "after", "the", "first") >= 0;
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
