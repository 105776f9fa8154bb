using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Reading.Actors;
using Sim.Plugins.CrashReports.Reading.Classes;
using Sim.Plugins.CrashReports.Reading.Roads;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Reading;

/// <summary>A report as the readers of actors, impacts and classes share it. Immutable after it was read.</summary>
internal sealed class Story
{
    private readonly List<ToldAction> _actions = [];

    private Story(ReportText text, Mentions mentions, RoadReading place, bool isSentence)
    {
        Text = text;
        Mentions = mentions;
        Place = place;
        IsSentence = isSentence;
        Coded = CodedEventReader.Read(text, mentions);
    }

    /// <summary>The text.</summary>
    public ReportText Text { get; }

    /// <summary>Who is meant where.</summary>
    public Mentions Mentions { get; }

    /// <summary>The place, with the ways by which the actors come to it.</summary>
    public RoadReading Place { get; }

    /// <summary>The place as the record has it.</summary>
    public RoadRecord Road => Place.Road;

    /// <summary>True for a wish in one sentence, where everything lies ahead and nothing has happened.</summary>
    public bool IsSentence { get; }

    /// <summary>Coded critical events that the text repeats.</summary>
    public IReadOnlyList<CodedEvent> Coded { get; }

    /// <summary>Who does what, in the order of the text.</summary>
    public IReadOnlyList<ToldAction> Actions => _actions;

    /// <summary>Reads who does what.</summary>
    public static Story Of(ReportText text, Mentions mentions, RoadReading place, bool isSentence)
    {
        var story = new Story(text, mentions, place, isSentence);
        foreach (var clause in text.Clauses)
        {
            if (clause.Has(ClauseTraits.Coded | ClauseTraits.Believed | ClauseTraits.Hypothetical | ClauseTraits.Conditional | ClauseTraits.Negated))
            {
                continue;
            }

            foreach (string id in mentions.SubjectOf(clause))
            {
                bool onFoot = id[0] is 'P' or 'C' or 'A';
                var kind = ActionWords.Of(text, mentions, clause, onFoot);
                if (kind != ActionKind.Unknown)
                {
                    story._actions.Add(new ToldAction(id, kind, clause, !clause.Has(ClauseTraits.Intended), clause.Has(ClauseTraits.Attempted)));
                }
            }
        }

        return story;
    }

    /// <summary>True when an actor is told to do something, not only to mean it.</summary>
    public bool Did(string actor, ActionKind kind)
    {
        foreach (var action in _actions)
        {
            if (action.Actor == actor && action.Kind == kind && action.Executed && action.Clause.Phase != ClausePhase.After)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The coded event of an actor of one of some kinds, or null.</summary>
    public CodedEvent? CodedAs(string actor, params ReadOnlySpan<CodedKind> kinds)
    {
        foreach (var coded in Coded)
        {
            if (coded.Actor == actor && kinds.Contains(coded.Kind))
            {
                return coded;
            }
        }

        return null;
    }

    /// <summary>The words of a clause as evidence, without the mark that ends it.</summary>
    public TextSpan Quote(Clause clause)
    {
        int start = clause.Tokens.Start, end = clause.Tokens.End;
        while (end > start + 1 && Text[end - 1].Kind == TokenKind.Mark && Text.Norm(end - 1) is "." or "," or ";")
        {
            end--;
        }

        while (start < end - 1 && Text.Norm(start) is "," or ";" or ".")
        {
            start++;
        }

        return Text.Span(start, end);
    }
}
