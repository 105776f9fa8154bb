using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading.Impacts;

/// <summary>Joins the contacts that a report tells, some of them several times, into its impacts in order. Pure.</summary>
internal static class ImpactReader
{
    /// <summary>The contacts, each impact once, in the order in which they happened; the first telling of each with the parts that later tellings add.</summary>
    public static IReadOnlyList<ToldContact> Read(Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        var impacts = new List<ToldContact>();
        int paragraph = -1, last = -1;
        foreach (var told in ContactReader.Read(story))
        {
            int here = story.Text.Sentences[told.Clause.Sentence].Paragraph;
            bool newAccount = here != paragraph || told.Clause.Phase == ClausePhase.Contact;
            paragraph = here;
            int same = Same(impacts, told, newAccount ? 0 : Math.Max(0, last));
            if (same >= 0 && !(told.IsLater && Differs(impacts[same], told) && !newAccount))
            {
                Add(impacts[same], told);
                last = same;
                continue;
            }

            if (same >= 0 && told.IsLater && impacts.Count > 8)
            {
                continue;
            }

            impacts.Add(told);
            last = impacts.Count - 1;
        }

        Order(story, impacts);
        Supplement(story, impacts);
        return impacts;
    }

    /// <summary>Parts of the first impact that only stand elsewhere in a sentence on a contact, or that the damage tells.</summary>
    private static void Supplement(Story story, List<ToldContact> impacts)
    {
        if (impacts.Count > 0 && impacts[0] is { B: null } or { PlaneA: not null, PlaneB: not null })
        {
            return;
        }

        var first = impacts.Count > 0 ? impacts[0] : null;
        foreach (bool damage in new[] { false, true })
        {
            foreach (var sentence in story.Text.Sentences)
            {
                if (sentence.IsCoding || !(damage ? ActionWords.HasAny(story.Text, sentence.Tokens, "damage", "damaged") : IsOnContact(story.Text, sentence.Tokens)))
                {
                    continue;
                }

                if (Obstacles.Names(story.Text, sentence.Tokens))
                {
                    continue;
                }

                var parts = PlaneReader.Read(story.Text, story.Mentions, sentence.Tokens);
                if (first is null && !damage && parts.Select(p => p.Owner).Where(o => o is not null).Distinct().ToList() is [{ } one, { } two])
                {
                    first = new ToldContact { Clause = story.Text.ClauseAt(parts[0].Words.Start), A = one, B = two };
                    impacts.Insert(0, first);
                }

                foreach (var part in first is null ? [] : parts)
                {
                    // What tells another impact is not of this one.
                    if (impacts.Exists(known => part.Words == known.PlaneA?.Words || part.Words == known.PlaneB?.Words))
                    {
                        continue;
                    }

                    string? owner = part.Owner ?? (damage && story.Mentions.SubjectOf(story.Text.ClauseAt(part.Words.Start)) is [var damaged] ? damaged : null);
                    if (owner == first!.A)
                    {
                        first.PlaneA ??= part;
                    }
                    else if (owner is not null && owner == first.B)
                    {
                        first.PlaneB ??= part;
                    }
                }
            }
        }
    }

    private static bool IsOnContact(ReportText text, TokenRange sentence) =>
        ActionWords.HasAny(text, sentence, "struck", "strikes", "striking", "hit", "hits", "hitting", "collided", "collide", "collides", "impacted", "impacting", "impact", "contacted", "contacting", "contact", "collision", "strike", "impacts", "contacts");

    // Codes of another vehicle that gets in the way tell that the first harmful event was between vehicles, whatever thing the story names before.
    private static void Order(Story story, List<ToldContact> impacts)
    {
        int vehicles = impacts.FindIndex(i => i.B is not null);
        if (vehicles > 0 && impacts[0].B is null && story.Coded.Any(c => c.Kind >= CodedKind.OtherAhead) && story.Coded.All(c => c.Kind != CodedKind.OffRoad))
        {
            var first = impacts[vehicles];
            impacts.RemoveAt(vehicles);
            impacts.Insert(0, first);
        }
    }

    /// <summary>The parts of a record's impacts.</summary>
    public static IReadOnlyList<ImpactRecord> Records(Story story, IReadOnlyList<ToldContact> contacts)
    {
        var impacts = new List<ImpactRecord>();
        foreach (var contact in contacts)
        {
            var a = Contact(story, contact.A, contact.PlaneA, contact.ByVerb);
            var b = contact.B is { } other ? Contact(story, other, contact.PlaneB, contact.ByVerb) : new ContactRecord { Obstacle = contact.Obstacle };
            impacts.Add(new ImpactRecord { Order = impacts.Count + 1, A = a, B = b, Striking = Striking(story, contact) });
        }

        return impacts;
    }

    private static int Same(List<ToldContact> impacts, ToldContact told, int from)
    {
        for (int i = from; i < impacts.Count; i++)
        {
            var known = impacts[i];
            bool pair = (known.A == told.A && known.B == told.B && known.Obstacle == told.Obstacle) || (told.B is not null && known.A == told.B && known.B == told.A);
            if (pair)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Differs(ToldContact known, ToldContact told)
    {
        var (a, b) = known.A == told.A ? (told.PlaneA, told.PlaneB) : (told.PlaneB, told.PlaneA);
        return told.PlaneA is null && told.PlaneB is null
            || (a is { } x && known.PlaneA is { } y && x.Plane != y.Plane) || (b is { } v && known.PlaneB is { } w && v.Plane != w.Plane);
    }

    private static void Add(ToldContact known, ToldContact told)
    {
        var (a, b) = known.A == told.A ? (told.PlaneA, told.PlaneB) : (told.PlaneB, told.PlaneA);

        // What words name outranks what a verb implies.
        if (known.ByVerb && !told.ByVerb && (a is not null || b is not null))
        {
            known.PlaneA = a ?? known.PlaneA;
            known.PlaneB = b ?? known.PlaneB;
            known.ByVerb = false;
            return;
        }

        known.PlaneA ??= a;
        known.PlaneB ??= b;
    }

    private static ContactRecord Contact(Story story, string actor, PlanePhrase? part, bool byVerb) => part is not { } told ? new ContactRecord { Actor = actor }
        : byVerb && told.Owner is null
            ? new ContactRecord { Actor = actor, Plane = Leaf.Derived(told.Plane, story.Text.Span(told.Words), "what the verb says of the parts that met", 0.9) }
            : new ContactRecord
            {
                Actor = actor,
                Plane = Leaf.Stated(told.Plane, story.Text.Span(told.Words)),
                Corner = told.Corner == ContactCorner.Unknown ? Leaf.Unknown(ContactCorner.Unknown) : Leaf.Stated(told.Corner, story.Text.Span(told.Words)),
            };

    private static Leaf<string?> Striking(Story story, ToldContact contact)
    {
        if (contact.B is null)
        {
            return Leaf.Unknown<string?>(null);
        }

        var quote = story.Quote(contact.Clause);
        return (contact.PlaneA?.Plane, contact.PlaneB?.Plane) switch
        {
            (ContactPlane.Front, not null and not ContactPlane.Front) => Leaf.Derived<string?>(contact.A, quote, "the only one hit at its front"),
            (not null and not ContactPlane.Front, ContactPlane.Front) => Leaf.Derived<string?>(contact.B, quote, "the only one hit at its front"),
            (not null, not null) => Leaf.Unknown<string?>(null),
            _ => Leaf.Derived<string?>(contact.A, quote, "the one that the sentence makes strike", 0.6),
        };
    }
}
