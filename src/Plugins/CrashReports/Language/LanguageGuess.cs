using System.Collections.Frozen;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Guesses the language of a text by its function words. Cheap: one pass.</summary>
internal static class LanguageGuess
{
    private static readonly (string Code, FrozenSet<string> Words)[] Languages =
    [
        ("en", Set("the of and a an to in was is were on by with at from that his her it its for as when which this had not be he she they into behind while across struck crosses driver vehicle")),
        ("de", Set("der die das und ein eine einer einem einen den dem des mit auf von zu im ist war wurde nicht sich auch als bei nach fahrer über aus für hinter beim fuhr")),
        ("fr", Set("le la les un une des du de et est était sur dans avec par pour au aux qui que il elle son sa ses en conducteur véhicule a été derrière")),
        ("es", Set("el la los las un una de del y en con por para que se su al lo es fue era conductor vehículo cuando carretera detrás")),
        ("it", Set("il lo la i gli le un una di del della e in con per che si al è era stato sul nel dal alla conducente veicolo quando dietro")),
        ("nl", Set("de het een en van op in met door naar is was werd niet zijn haar bij aan uit voor toen die dat bestuurder voertuig achter")),
        ("pt", Set("o a os as um uma de do da dos das e em no na com por para que se ao é foi era condutor veículo quando estrada atrás")),
    ];

    /// <summary>"en", "de", "fr", "es", "it", "nl", "pt", or "unknown".</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        Span<int> hits = stackalloc int[Languages.Length];
        int words = 0, foreign = 0, letters = 0;
        Span<char> lower = stackalloc char[32];
        int i = 0;
        while (i < text.Length)
        {
            if (!char.IsLetter(text[i]))
            {
                i++;
                continue;
            }

            int start = i;
            while (i < text.Length && char.IsLetter(text[i]))
            {
                letters++;
                if (text[i] > 0x24f) foreign++;
                i++;
            }

            words++;
            if (i - start > lower.Length) continue;
            text[start..i].ToLowerInvariant(lower);
            for (int l = 0; l < Languages.Length; l++)
                if (Languages[l].Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower[..(i - start)])) hits[l]++;
        }

        if (letters == 0 || foreign * 4 > letters) return "unknown";
        int best = 0;
        for (int l = 1; l < hits.Length; l++)
            if (hits[l] > hits[best]) best = l;
        // A language shows in every tenth word; English must beat a relative with shared words ("in", "a", "was").
        return hits[best] * 12 >= words && hits[best] > 0 ? Languages[best].Code : words < 4 ? "en" : "unknown";
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
