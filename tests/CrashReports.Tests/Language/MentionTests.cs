using Sim.Plugins.CrashReports.Language;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Language;

/// <summary>Who is meant where.</summary>
public sealed class MentionTests
{
    [Theory]
    [InlineData("V1 hit V2.", "V1 V2")]
    [InlineData("V-1 hit V-2.", "V1 V2")]
    [InlineData("Vehicle #1 hit Vehicle No. 2.", "V1 V2")]
    [InlineData("Unit 2 hit Veh 1.", "V1 V2")]
    [InlineData("Traffic Unit #1 hit vehicle two.", "V1 V2")]
    [InlineData("A cyclist hit a deer beside a pedestrian.", "C1 P1 A1")]
    [InlineData("a cyclist crosses from behind a parked bus in the rain", "V1 C1")]
    [InlineData("The Cruise AV was hit by a white sedan.", "V1 V2")]
    [InlineData("V1 swerved around a non-contact vehicle.", "V1 X1")]
    [InlineData("The bus stop is near the car wash on the bicycle lane.", "")]
    [InlineData("V1 hit a utility pole, a train support pillar and a child seat.", "V1")]
    public void Road_users_are_found(string text, string ids) =>
        Assert.Equal(ids, string.Join(' ', Mentions.Of(ReportText.Of(text)).Actors.Select(actor => actor.Id)));

    [Theory]
    [InlineData("Vehicle 1, a 1998 Honda Accord, was north of Vehicle 2, a 2001 Ford van. The Honda stopped.", "The Honda", "V1")]
    [InlineData("The Honda (Vehicle #1) was ahead of the Ford (Vehicle #2). The Ford stopped.", "The Ford", "V2")]
    [InlineData("V1 was a 2000 Saab 9-5. V2 was a 2004 Toyota Corolla. The Corolla stopped.", "The Corolla", "V2")]
    [InlineData("V1 is a city bus and V2 is a 2004 Toyota. The bus stopped.", "The bus", "V1")]
    [InlineData("V1 was driven by a 30-year-old female. V2 was driven by a 40-year-old male. She stopped.", "She", "V1")]
    [InlineData("The driver of V2 was a 19-year-old male. He stopped.", "He", "V2")]
    [InlineData("A 24-year-old male drove V1. He stopped.", "He", "V1")]
    [InlineData("V1 hit V2. The driver of V1 said that the other vehicle stopped.", "the other vehicle", "V2")]
    [InlineData("V1 met V2. Both vehicles stopped.", "Both vehicles", "V1 V2")]
    [InlineData("A pickup hit a deer. The driver of the Tacoma stopped.", "The driver", "V1")]
    [InlineData("The first vehicle hit the second vehicle. The second vehicle stopped.", "The second vehicle stopped", "V2")]
    [InlineData("The AV was hit by a scooter. The AV stopped.", "The AV stopped", "V1")]
    public void A_name_means_the_one_that_it_was_given_to(string text, string words, string ids)
    {
        ReportText read = ReportText.Of(text);
        Mentions mentions = Mentions.Of(read);
        int start = text.LastIndexOf(words, StringComparison.Ordinal);
        int token = Array.FindIndex(read.Tokens.ToArray(), t => t.Start >= start);
        Assert.Equal(ids, string.Join(' ', mentions.At(token)?.Actors ?? []));
    }

    [Theory]
    [InlineData("V1 and V2 collided.", 0, "V1 V2")]
    [InlineData("The driver of V2 stated that V1 ran the light.", 1, "V1")]
    [InlineData("V1 saw V2 turning left.", 1, "V2")]
    [InlineData("V1 struck V2, which was stopped.", 1, "V2")]
    [InlineData("V1 braked and struck V2.", 1, "V1")]
    [InlineData("The impact pushed V2 forward.", 0, "")]
    [InlineData("On March 3, 2021 at 2:15 PM a Cruise AV, operating alone, was traveling east.", 1, "V1")]
    [InlineData("At the corner, the front of V2 struck V1.", 0, "V2")]
    public void A_clause_knows_its_subject(string text, int clause, string ids)
    {
        ReportText read = ReportText.Of(text);
        Assert.Equal(ids, string.Join(' ', Mentions.Of(read).SubjectOf(read.Clauses[clause])));
    }

    [Fact]
    public void A_parked_bus_keeps_its_kind_and_that_it_is_parked()
    {
        ReportActor bus = Mentions.Of(ReportText.Of("a cyclist crosses from behind a parked bus")).Actor("V1")!;
        Assert.Equal(ActorType.Bus, bus.Kind);
        Assert.True(bus.IsParked);
    }
}
