namespace Sim.Tests.Reports.Ci;

/// <summary>A thousand texts that a file for a CI server must survive: markup, controls, directions, emoji, formulas, workflow commands, great lengths. The same ones every time.</summary>
internal static class HostilePayloads
{
    private static readonly string[] Cores =
    [
        "<script>alert(1)</script>", "</failure></testcase><testcase name='x'>", "]]>", "<![CDATA[x]]>", "<!-- x -->", "<?xml version='1.1'?>", "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", "&amp;&lt;&#0;",
        "\" onmouseover=\"alert(1)", "' or 1=1 --", "javascript:alert(1)", "![x](http://example.org/x.png)", "[click](javascript:alert(1))", "<img src=x onerror=alert(1)>", "http://example.org/ www.example.org a@example.org",
        "@everyone #1 GH-1", "| cell | cell |", "```\ncode\n```", "`code` **bold** _it_ ~~no~~", "# heading", "- [x] task", "> quote", "1. one", "---", "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1",
        " =HYPERLINK(\"http://example.org\",\"x\")", "＝1+1", "|calc", "::error::planted", "::set-output name=x::y", "::add-mask::secret", "::stop-commands::x", "  ::warning file=a,line=1::planted", "##[error]planted",
        "##[set-env name=PATH]x", "##vso[task.setvariable variable=x]y", "##teamcity[testFailed name='x']", "x\n::error::planted", "x\r\n::error::planted", "x\r::error::planted", "%0A::error::planted", "%25%0D%0A,title=x::y", "a,line=9,title=b::c",
        "[[ATTACHMENT|/etc/passwd]]", "]]\n[[ATTACHMENT|/etc/passwd]]", "\u001b[0Ksection_start:1:x\r\u001b[0K", "\u001b]8;;http://example.org\u0007x\u001b]8;;\u0007", "\0", "\u0001\u0008\u000b\u000c\u001f", "\u007f\u0080\u0085\u009f", "\u2028::error::x\u2029",
        "\u202Efdp.exe", "\u2066a\u2069\u200F\u061C", "\uFEFFx", "\u200B::error::x", "\uD800", "\uDC00\uD800", "a\uFFFEb\uFFFF", "👩‍👧‍👦🏳️‍🌈", "é\u0301\u0301\u0301\u0301", "ﷺ", "𝕳𝖊𝖑𝖑𝖔", "{0} {{1}} [x](1) \\[", "${jndi:ldap://x}", "${{ github.token }}", "$(id) `id` ; id",
        "../../../etc/passwd", "C:\\Windows\\x", "file:///etc/passwd", "%2e%2e%2f", "CON", "a/b", "\\", "\"", "'", "", " ", "\n", "null", "NaN", "-0", "1e999", "true",
    ];

    private static readonly string[] Frames = ["{0}", "a{0}", "{0}z", "a {0} z", "{0}{0}", "x\n{0}", "{0}\n", " {0} ", "::{0}", "a,b\"{0}\"", "<a>{0}</a>", "é👍{0}", "{0}=", "{0}::", "({0})"];

    /// <summary>A thousand of them; three are a million characters long.</summary>
    public static IReadOnlyList<string> All { get; } = Make();

    private static List<string> Make()
    {
        var all = new List<string>(1000);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; all.Count < 997; i++)
        {
            string text = Frames[i / Cores.Length].Replace("{0}", Cores[i % Cores.Length], StringComparison.Ordinal);
            if (seen.Add(text))
            {
                all.Add(text);
            }
        }

        all.Add(new string('x', 1_000_000));
        all.Add(string.Concat(Enumerable.Repeat("👍<\n::error::", 100_000)));
        all.Add(new string('=', 1_000_000));
        return all;
    }
}
