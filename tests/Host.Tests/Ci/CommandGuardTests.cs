using System.Text.Json;
using Sim.Host.Ci;
using Sim.Tests.Reports.Ci;

namespace Sim.Tests.Ci;

public class CommandGuardTests
{
    [Fact]
    public void No_line_of_a_thousand_hostile_texts_is_a_command()
    {
        using var inner = new StringWriter();
        using var guard = new CommandGuard(inner);
        foreach (string text in HostilePayloads.All.Where(t => t.Length < 10_000))
        {
            guard.WriteLine(text);
            guard.Write("note: ");
            guard.Write(text.ToCharArray());
            guard.WriteLine();
            foreach (char c in text)
            {
                guard.Write(c);
            }

            guard.WriteLine();
        }

        string written = inner.ToString();
        foreach (string line in written.Split('\n', '\r'))
        {
            Assert.False(line.TrimStart().TrimStart('\uFEFF', '\u200B').StartsWith("::", StringComparison.Ordinal), line);
            Assert.DoesNotContain("##", line, StringComparison.Ordinal);
            Assert.DoesNotContain(line, c => char.IsControl(c) && c != '\t');
        }
    }

    [Fact]
    public void Harmless_text_passes_as_it_is()
    {
        using var inner = new StringWriter();
        using var guard = new CommandGuard(inner);
        guard.Write("s.yaml:3:1: a::b # c\n");
        guard.WriteLine("  : x");
        Assert.Equal("s.yaml:3:1: a::b # c\n  : x\n", inner.ToString());
    }

    [Fact]
    public void Json_keeps_its_meaning()
    {
        const string json = "\"##[error]x ##vso[ ###\"";
        string safe = CommandGuard.Json(json);
        Assert.DoesNotContain("##", safe, StringComparison.Ordinal);
        Assert.Equal("##[error]x ##vso[ ###", JsonSerializer.Deserialize<string>(safe));
    }
}
