using FsCheck;
using FsCheck.Fluent;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>Narratives cut, doubled, stirred and sprinkled with odd characters: a refusal or an honest record, the same twice.</summary>
public sealed class ExtractionFuzzTests
{
    private static readonly string[] Odd = ["\0", "\u200B", "\u202E", "\uD800", "\uFFFD", "\n\n", "V9", "Vehicle #0", "not", "0", "99999999999999999999", "-", ".", "....", "#", "\"", "lane lane", "1e309", "\u0416"];

    [Fact]
    public void A_mutated_narrative_gives_a_refusal_or_an_honest_record()
    {
        var extractor = new RuleExtractor();
        Prop.ForAll(Mutated().ToArbitrary(), text =>
        {
            try
            {
                var record = extractor.Extract(new CrashReport { Id = "fuzz", Text = text }, CancellationToken.None);
                HonestRecord.Assert(record, text);
                Assert.Equal(CrashJson.Write(record), CrashJson.Write(extractor.Extract(new CrashReport { Id = "fuzz", Text = text }, CancellationToken.None)));
            }
            catch (RefusedException refusal)
            {
                Assert.NotEmpty(refusal.Message);
            }
        }).Holds();
    }

    private static Gen<string> Mutated() =>
        from narrative in Gen.Elements(Narrative.Reports.Concat(Narrative.Sentences).ToArray())
        from steps in Gen.Choose(1, 8)
        from changes in Gen.ArrayOf(Gen.Choose(0, 1 << 30), steps * 3)
        select Apply(narrative.Text, changes);

    private static string Apply(string text, int[] changes)
    {
        for (int i = 0; i + 2 < changes.Length && text.Length > 2; i += 3)
        {
            int from = changes[i + 1] % text.Length, to = Math.Min(text.Length, from + 1 + changes[i + 2] % 60);
            text = (changes[i] % 5) switch
            {
                0 => text.Remove(from, to - from),
                1 => text.Insert(from, text[from..to]),
                2 => text.Insert(from, Odd[changes[i + 2] % Odd.Length]),
                3 => text[to..] + text[..to],
                _ => text[..from] + text[from..to].ToUpperInvariant() + text[to..],
            };
        }

        return text;
    }
}
