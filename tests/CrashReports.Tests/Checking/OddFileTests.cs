using System.Text;
using Sim.Plugins.CrashReports.Commands;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>Odd files through <c>sim extract</c>: each is refused in words that name the file, and nothing is written for it.</summary>
public sealed class OddFileTests : IDisposable
{
    private readonly Screen _screen = new();

    public static TheoryData<string, byte[]> Files => new()
    {
        { "empty.txt", [] },
        { "blank.txt", "\n\n\t \n"u8.ToArray() },
        { "zeros.txt", new byte[4096] },
        { "picture.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0xFF, 0xFE, 0x00, 0x01, 0xC3, 0x28] },
        { "utf16.txt", Encoding.Unicode.GetBytes("Vehicle 1 struck Vehicle 2.") },
        { "german.txt", Encoding.UTF8.GetBytes("Der Fahrer fuhr mit seinem Wagen auf der Straße nach Norden und stieß gegen einen anderen Wagen, der an der Ampel stand.") },
        { "recipe.md", "Melt the butter in a pan, add the onions and fry them until they are brown."u8.ToArray() },
        { "train.txt", "The freight train was running north when the locomotive of the train derailed on a broken rail."u8.ToArray() },
        { "large.txt", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Vehicle 1 struck Vehicle 2. ", 380_000))) },
        { "list.json", "[1, 2, 3]"u8.ToArray() },
        { "deep.json", Encoding.UTF8.GetBytes(new string('[', 5000)) },
        { "torn.json", "{\"narrative\": \"Vehicle 1 struck"u8.ToArray() },
        { "silent.json", "{\"id\": \"x\"}"u8.ToArray() },
        { "torn.jsonl", "{\"narrative\": \"Vehicle 1 struck Vehicle 2.\"\n"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void An_odd_file_is_refused_and_nothing_is_written(string name, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(_screen.WorkingFolder, name), content);
        string said;
        try
        {
            Assert.NotEqual(ExitCode.Passed, new ExtractCommand().Run([name, "--json"], _screen, TestContext.Current.CancellationToken));
            said = _screen.Error.ToString()!;
        }
        catch (InputException refusal)
        {
            said = refusal.Message + refusal.File;
        }

        Assert.Contains(Path.GetFileNameWithoutExtension(name), said, StringComparison.Ordinal);
        Assert.Equal("", _screen.Out.ToString());
    }

    public void Dispose() => _screen.Dispose();

    private sealed class Screen : ICommandConsole, IDisposable
    {
        public TextWriter Out { get; } = new StringWriter();

        public TextWriter Error { get; } = new StringWriter();

        public string WorkingFolder { get; } = Directory.CreateTempSubdirectory("sim-odd-").FullName;

        public void Dispose() => Directory.Delete(WorkingFolder, true);
    }
}
