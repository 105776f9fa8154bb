using Sim.Plugins.CrashReports.Language;
using Xunit;

namespace Sim.Tests.CrashReports.Language;

public sealed class ClauseTests
{
    [Theory]
    [InlineData("V1 struck V2 in the left side with its front.", "strike", "V1", false)]
    [InlineData("V2 was struck by the front of V1.", "strike", "V2", true)]
    [InlineData("The front of V1 contacted the left side of V2.", "contact", "V1", false)]
    [InlineData("Vehicle #2, a 1992 red van, was hit by Vehicle #1.", "hit", "V2", true)]
    [InlineData("At the stop sign, Veh 1 turned left in front of Veh 2.", "turn", "V1", false)]
    public void A_contact_has_subject_verb_and_voice(string sentence, string lemma, string subject, bool passive)
    {
        ReportText text = ReportText.Of(sentence);
        Mentions mentions = Mentions.Of(text);
        Clause clause = Assert.Single(text.Clauses);
        Assert.Equal(lemma, clause.Lemma);
        Assert.Equal([subject], mentions.SubjectOf(clause));
        Assert.Equal(passive, clause.Has(ClauseTraits.Passive));
        if (passive) Assert.Equal(["V1"], mentions.AgentOf(clause));
    }

    [Theory]
    [InlineData("V1 was intending on turning left.", "turn", (int)ClauseTraits.Intended)]
    [InlineData("The driver intended to continue straight.", "continue", (int)ClauseTraits.Intended)]
    [InlineData("She was going to make a U-turn.", "make", (int)ClauseTraits.Intended)]
    [InlineData("V2 attempted to brake.", "brake", (int)ClauseTraits.Attempted)]
    [InlineData("V2 did not see V1.", "see", (int)ClauseTraits.Negated)]
    [InlineData("The car was unable to stop.", "stop", (int)ClauseTraits.Negated)]
    [InlineData("V1 failed to yield.", "yield", (int)ClauseTraits.Negated)]
    [InlineData("The truck might have skidded.", "skid", (int)ClauseTraits.Hypothetical)]
    [InlineData("V1 began to change lanes.", "change", 0)]
    public void A_clause_says_whether_it_happened(string sentence, string lemma, int trait)
    {
        Clause clause = Assert.Single(ReportText.Of(sentence).Clauses);
        Assert.Equal(lemma, clause.Lemma);
        const ClauseTraits Mood = ClauseTraits.Intended | ClauseTraits.Attempted | ClauseTraits.Negated | ClauseTraits.Hypothetical;
        Assert.Equal((ClauseTraits)trait, clause.Traits & Mood);
    }
}
