using System.Globalization;

namespace Sim.Tests.Reports;

/// <summary>A thousand texts that somebody might put where a text is asked for: each of the same forty, dressed in twenty-five ways.</summary>
internal static class HostilePayloads
{
    private const string Harm = "document.documentElement.dataset.harmed=1";

    private static readonly string[] Texts =
    [
        $"<script>{Harm}</script>",
        $"</script><script>{Harm}</script>",
        $"<img src=x onerror=\"{Harm}\">",
        $"<svg onload={Harm}>",
        $"<svg><script>{Harm}</script></svg>",
        $"<svg><animate onbegin={Harm} attributeName=x dur=1s>",
        $"<math><mtext><table><mglyph><style><img src=x onerror={Harm}>",
        $"<iframe srcdoc=\"<script>parent.{Harm}</script>\"></iframe>",
        $"<body onload={Harm}>",
        $"<details open ontoggle={Harm}>",
        $"<input autofocus onfocus={Harm}>",
        $"<a href=\"javascript:{Harm}\">x</a>",
        $"javascript:{Harm}",
        $"data:text/html,<script>{Harm}</script>",
        $"<meta http-equiv=refresh content=\"0;url=javascript:{Harm}\">",
        "<link rel=stylesheet href=//example.invalid/x.css>",
        "<base href=//example.invalid/>",
        "<form action=//example.invalid><button>x",
        "</style><style>*{display:none!important}</style>",
        "x;background:url(//example.invalid/x);position:fixed;inset:0;width:9999px",
        "@import url(//example.invalid/x.css);",
        "expression(alert(1))",
        $"${{{Harm}}}",
        $"`+({Harm})+`",
        "{{constructor.constructor('document.documentElement.dataset.harmed=1')()}}",
        $"'+({Harm})+'",
        $"\";{Harm};//",
        "</title></textarea></noscript></template>",
        "<!--<script>",
        "]]>&lt;script&gt;&#x3c;script&#x3e;",
        "\\u003cscript\\u003e\\x3c",
        "__proto__",
        "constructor",
        "toString",
        "#case=x&t=1%00%ff%",
        "../../../../etc/passwd",
        "👩‍👩‍👧‍👦🏴‍☠️🇩🇪",
        "Z̸̧̢̛͖̗͉̥̲͎̮̞̙̗̜̟̃̄̿̈́͑̓̚͝a̴̡̧̛̛l̵̢̛g̷o",
        "مرحبا שלום‎",
        "𝕏﷽﷽﷽",
    ];

    private static readonly Func<string, string>[] Dresses =
    [
        t => t,
        t => "\"" + t,
        t => "'" + t,
        t => "`" + t,
        t => "-->" + t,
        t => "</td></tr></table>" + t,
        t => "\u202e" + t,
        t => "\u2066" + t + "\u2067",
        t => "\u200f" + t + "\u061c",
        t => "\u200b\u200d\ufeff" + t + "\u2060",
        t => t.Replace("s", "\0s", StringComparison.Ordinal) + "\0",
        t => t.Replace(" ", "\n", StringComparison.Ordinal) + "\n",
        t => t.Replace(" ", "\u2028", StringComparison.Ordinal) + "\u2029",
        t => "\u001b[31m" + t + "\u0007\u0085\u009f",
        t => t + "\ud83d",
        t => "\udc00" + t,
        t => t.ToUpperInvariant() + "!",
        t => Uri.EscapeDataString(t + " "),
        t => string.Concat(Enumerable.Repeat(t, 40)),
        t => t + new string('W', 3000),
        t => new string('\u0301', 200) + t,
        t => t + "\t\t\t\t" + t,
        t => string.Create(CultureInfo.InvariantCulture, $"{{\"a\":\"{t}\"}}"),
        t => "=cmd|' /C calc'!A0 " + t,
        t => "| " + t + " | [x](javascript:1) ![x](//example.invalid)",
    ];

    /// <summary>All of them, the first ones of 1 MB.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Dresses.SelectMany(dress => Texts.Select(dress)).Select((t, i) => i < 8 ? Long(t) : t)];

    /// <summary>Every n-th, so that each text and each dress is among them.</summary>
    public static IReadOnlyList<string> Some(int count)
    {
        int every = Math.Max(1, All.Count / count);
        // A stride that shares no factor with the number of texts meets all of both.
        int stride = every % 2 == 0 || every % 5 == 0 ? every + 1 : every;
        while (stride % 2 == 0 || stride % 5 == 0)
        {
            stride++;
        }

        return [.. Enumerable.Range(0, Math.Min(count, All.Count)).Select(i => All[(int)((long)i * stride % All.Count)])];
    }

    private static string Long(string text) => text + new string('M', 1_000_000);
}
