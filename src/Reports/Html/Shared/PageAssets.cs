using System.Security.Cryptography;
using System.Text;

namespace Sim.Reports;

/// <summary>The page's script and style, embedded in this assembly, with the hashes that its content security policy allows.</summary>
internal static class PageAssets
{
    // Later files use earlier ones; app.js starts the page.
    private static readonly string[] Scripts =
        ["dom.js", "data.js", "shell.js", "clock.js", "rows.js", "notes.js", "overview.js", "cases.js", "triage.js", "replicas.js", "changes.js", "coverage.js", "requirements.js",
            "methods.js", "lens.js", "geometry.js", "chart.js", "timeline.js", "layers.js", "scene.js", "debug.js", "replay.js", "story.js", "reproduce.js", "case.js", "app.js"];

    private static readonly string[] Styles = ["base.css", "overview.css", "lists.css", "parts.css", "case.css"];

    /// <summary>All scripts in one strict function.</summary>
    public static string Script { get; } = $"(() => {{\n'use strict';\n{Join(Scripts)}}})();\n";

    /// <summary>All styles.</summary>
    public static string Style { get; } = Join(Styles);

    /// <summary>The policy: only this script and this style run, nothing is loaded but the ends of drivers' logs into frames in which nothing may run.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src '{Hash(Script)}'; style-src '{Hash(Style)}'; frame-src 'self'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Join(IEnumerable<string> names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
        {
            using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream("Sim.Reports.Html." + name)
                ?? throw new InvalidOperationException($"The assembly lacks its resource '{name}'.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            // A checkout with other line ends must give the same bytes and the same hash.
            text.Append(reader.ReadToEnd().ReplaceLineEndings("\n"));
        }

        return text.ToString();
    }
}
