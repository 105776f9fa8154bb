using System.Text.RegularExpressions;
using Sim.Host;
using Sim.Host.Commands;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>Every command line that we show is one that we understand.</summary>
public sealed partial class ExampleTests : IDisposable
{
    private readonly FakeWorld _world = new();
    private readonly Lazy<LoadedModules> _bundled = new(() => LoadedModules.Load(_ => null));

    public void Dispose()
    {
        if (_bundled.IsValueCreated)
        {
            _bundled.Value.Dispose();
        }

        _world.Dispose();
    }

    [Fact]
    public void Examples_in_help_parse()
    {
        var examples = Verbs.All().SelectMany(v => v.Examples.Concat(v.Subcommands.OfType<Verb>().SelectMany(c => c.Examples))).ToList();

        Assert.True(examples.Count > 20);
        Assert.All(examples, Parses);
    }

    [Fact]
    public void Examples_in_pages_parse()
    {
        string root = Root();
        var lines = Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md")).Where(File.Exists)
            .SelectMany(page => Fences().Matches(File.ReadAllText(page)).SelectMany(m => m.Value.Split('\n')))
            .Select(l => l.Trim()).Where(l => l.StartsWith("sim ", StringComparison.Ordinal)).ToList();

        Assert.All(lines, Parses);
    }

    [Fact]
    public void Every_verb_is_on_the_page_about_running()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "running.md"));

        Assert.All(Verbs.All(), verb => Assert.Contains($"| `{verb.Name}", page, StringComparison.Ordinal));
        Assert.All(Verbs.All()[0].Options, option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
    }

    private void Parses(string line)
    {
        string first = line.Split(" && ")[0].Split(" > ")[0].Split("  #")[0].Trim();
        var words = Words().Matches(first).Select(m => m.Value.Trim('"')).Skip(1).ToList();
        if (Verbs.All().All(v => v.Name != words[0]) && _bundled.Value.Catalog.Find<ICommand>(words[0]) is not null)
        {
            // A plugin's verb parses its own words.
            return;
        }

        var parsed = CommandLineApp.Build(_world.Context(), TestContext.Current.CancellationToken).Parse(words);

        Assert.True(parsed.Errors.Count == 0, $"{line}: {string.Join("; ", parsed.Errors.Select(e => e.Message))}");
        Assert.DoesNotContain(parsed.Tokens, t => t.Type == System.CommandLine.Parsing.TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
