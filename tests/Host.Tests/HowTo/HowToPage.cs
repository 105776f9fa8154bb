using System.Globalization;
using System.Text.RegularExpressions;

namespace Sim.Tests.HowTo;

/// <summary>A how-to page as what it tells its reader to do, in order.</summary>
internal sealed partial class HowToPage
{
    private HowToPage(string text, IReadOnlyList<Step> steps) => (Text, Steps) = (text, steps);

    public string Text { get; }

    public IReadOnlyList<Step> Steps { get; }

    /// <summary>
    /// Takes a page apart. A comment before a block says what it is: <c>file: PATH</c> (its content), <c>shows: PATH</c> (part of it), <c>line: PATH</c> (takes the
    /// place of its line that begins alike), <c>setup</c> (where the built program is), <c>exit: N</c> (the commands end with N). A block of sh is run; a block of text after it holds lines of its output, in order, with … for what may differ.
    /// </summary>
    public static HowToPage Read(string path)
    {
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var steps = new List<Step>();
        foreach (Match match in Blocks().Matches(text))
        {
            string mark = match.Groups["mark"].Value, language = match.Groups["language"].Value, body = match.Groups["body"].Value;
            if (Enum.TryParse<StepKind>(mark.Split(": ")[0], ignoreCase: true, out var kind) && kind is StepKind.File or StepKind.Shows or StepKind.Line)
            {
                steps.Add(new Step(kind, body, mark[(mark.IndexOf(' ', StringComparison.Ordinal) + 1)..], 0));
            }
            else if (mark == "setup")
            {
                steps.Add(new Step(StepKind.Setup, body, "", 0));
            }
            else if (language == "sh")
            {
                steps.Add(new Step(StepKind.Commands, body, "", mark.StartsWith("exit: ", StringComparison.Ordinal) ? int.Parse(mark[6..], CultureInfo.InvariantCulture) : 0));
            }
            else if (language == "text")
            {
                steps.Add(new Step(StepKind.Output, body, "", 0));
            }
        }

        return new HowToPage(text, steps);
    }

    [GeneratedRegex(@"(^<!-- (?<mark>[^\n]*) -->\n)?^```(?<language>[a-z]*)[^\n]*\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    internal enum StepKind
    {
        File,
        Shows,
        Line,
        Setup,
        Commands,
        Output,
    }

    internal sealed record Step(StepKind Kind, string Body, string Path, int ExitCode);
}
