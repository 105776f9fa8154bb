using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sim.Tests.HowTo;

/// <summary>Follows the pages of docs/howto word by word, in a folder that looks like a fresh clone, with the program that was built.</summary>
public sealed class HowToTests : IDisposable
{
    private const string Setup = """
        dotnet build src/Host -c Release -v q
        export SIM=$PWD/src/Host/bin/Release/net10.0
        sim() { dotnet "$SIM/sim.dll" "$@"; }

        """;

    private static readonly string Root = FindRoot();
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-howto-").FullName;

    public HowToTests()
    {
        foreach (string part in new[] { "scenarios", "templates", "bridges/sim-driver/src", "bridges/sim-driver/examples" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, part), "*", SearchOption.AllDirectories).Where(f => !f.Contains("__pycache__", StringComparison.Ordinal)))
            {
                string copy = At(Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private string Clone => Path.Combine(_folder, "clone");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_own_metric_is_built_gated_and_reported()
    {
        Follow("own-metric.md");

        Assert.Equal("0 10.1 9.1 no_conflict", Values("runs/close", "tailgating.time"));
        Assert.Equal("0 0 0 no_conflict", Values("runs/default", "tailgating.time"));
        Assert.Contains(Packed(File.ReadAllText(At("runs", "close", "report.html"))), block => block.Contains("tailgating.headway", StringComparison.Ordinal));
    }

    [Fact]
    public void An_own_driver_in_Python_fails_is_mended_and_passes()
    {
        bool grpc = File.Exists("/usr/bin/python3") && Process.Start("/usr/bin/python3", ["-c", "import grpc, google.protobuf, numpy"]) is { } python && Wait(python) == 0;
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.SkipUnless(grpc, "this page needs python3-grpcio, python3-protobuf and python3-numpy");
        }

        Follow("own-driver.md");

        Assert.Equal(("1", "0"), (Values("runs/first", "collision.at_fault")[^1..], Values("runs/second", "collision.at_fault")[^1..]));
    }

    [Fact]
    public void An_own_driver_in_CSharp_fails_is_mended_and_passes()
    {
        Follow("own-driver-csharp.md");

        Assert.Equal(("1", "0"), (Values("runs/first", "collision.at_fault")[^1..], Values("runs/second", "collision.at_fault")[^1..]));
    }

    [Fact]
    public void An_own_vehicle_changes_the_results()
    {
        Follow("own-vehicle.md");

        Assert.Equal("0 0.4461 0.7597 1.286", Values("runs/vehicles", "min_ttc"));
        Assert.Equal("0.3567 0.7597 1.1535 1.286", Values("runs/quick", "min_ttc"));
    }

    [Fact]
    public void An_own_map_is_checked_and_driven_on()
    {
        Follow("own-map.md");

        Assert.Equal("0", Values("runs/country", "collision.any"));
    }

    [Fact]
    public void Every_page_is_followed_by_a_test_and_found_from_the_README()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        string tests = File.ReadAllText(Path.Combine(Root, "tests", "Host.Tests", "HowTo", "HowToTests.cs"));
        var pages = Directory.GetFiles(Path.Combine(Root, "docs", "howto"), "*.md").Select(p => Path.GetFileName(p)!).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, page =>
        {
            Assert.Contains($"(docs/howto/{page})", readme, StringComparison.Ordinal);
            Assert.Contains($"Follow(\"{page}\")", tests, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Links_between_pages_lead_to_files()
    {
        foreach (string page in Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")))
        {
            Assert.All(Regex.Matches(File.ReadAllText(page), @"\]\((?!https?:)([^)#\s]+)").Select(m => m.Groups[1].Value), link =>
                Assert.True(Path.Exists(Path.GetFullPath(link, Path.GetDirectoryName(page)!)), $"{Path.GetRelativePath(Root, page)} links to {link}, which does not exist"));
        }
    }

    /// <summary>Writes the page's files, runs its commands, and holds their exit codes and output against what it says.</summary>
    private void Follow(string name)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "the pages are written for bash");
        var page = HowToPage.Read(Path.Combine(Root, "docs", "howto", name));
        Assert.Equal(Setup, Assert.Single(page.Steps, s => s.Kind == HowToPage.StepKind.Setup).Body);
        Assert.Contains(page.Steps, s => s.Kind == HowToPage.StepKind.Commands);
        string output = "";
        foreach (var step in page.Steps)
        {
            switch (step.Kind)
            {
                case HowToPage.StepKind.File:
                    string file = Path.GetFullPath(step.Path, Clone);
                    Assert.StartsWith(_folder, file, StringComparison.Ordinal);
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllText(file, step.Body);
                    break;
                case HowToPage.StepKind.Shows:
                    Assert.Contains(step.Body, File.ReadAllText(Path.GetFullPath(step.Path, Clone)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
                    break;
                case HowToPage.StepKind.Line:
                    string edited = Path.GetFullPath(step.Path, Clone), start = step.Body[..(step.Body.IndexOf('=', StringComparison.Ordinal) + 1)];
                    var lines = File.ReadAllLines(edited);
                    int at = Array.IndexOf(lines, Assert.Single(lines, l => l.StartsWith(start, StringComparison.Ordinal)));
                    lines[at] = step.Body.TrimEnd('\n');
                    File.WriteAllLines(edited, lines);
                    break;
                case HowToPage.StepKind.Commands:
                    (int code, output) = Run(step.Body);
                    Assert.True(code == step.ExitCode, $"{name} says exit code {step.ExitCode}, found {code}:\n{step.Body}\n{output}");
                    break;
                case HowToPage.StepKind.Output:
                    Shows(name, step.Body, output);
                    break;
            }
        }
    }

    private static void Shows(string page, string expected, string output)
    {
        string rest = Squeeze(output);
        foreach (string line in expected.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = Regex.Match(rest, Regex.Escape(Squeeze(line).Trim()).Replace("…", ".*", StringComparison.Ordinal));
            Assert.True(found.Success, $"{page} shows the line\n{line}\nwhich is not in (the rest of)\n{output}");
            rest = rest[(found.Index + found.Length)..];
        }
    }

    // Cases lie deflated in the page.
    private static IEnumerable<string> Packed(string page) => Regex.Matches(page, "<script type=\"text/plain\" id=\"case-[^\"]*\">([^<]*)<").Select(block =>
    {
        using var text = new StreamReader(new DeflateStream(new MemoryStream(Convert.FromBase64String(block.Groups[1].Value)), CompressionMode.Decompress));
        return text.ReadToEnd();
    });

    private static string Squeeze(string text) => Regex.Replace(text, " +", " ");

    /// <summary>One block in a shell of its own, which knows the folder and the variables that the blocks before have set.</summary>
    private (int Code, string Output) Run(string commands)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string state = Path.Combine(_folder, "state"), script = Path.Combine(_folder, "script");
        File.WriteAllText(script, $$"""
            cd '{{Clone}}'
            export SIM='{{Root}}/src/Host/bin/{{configuration}}/net10.0'
            sim() { dotnet "$SIM/sim.dll" "$@"; }
            [ ! -e '{{state}}' ] || . '{{state}}'
            trap '{ export -p; printf "cd %q\n" "$PWD"; } >"{{state}}"' EXIT
            set -euo pipefail
            {{commands}}
            """.ReplaceLineEndings("\n"));
        // Standard error goes where standard output goes, in the order in which a terminal shows both.
        var start = new ProcessStartInfo("/bin/bash", ["-c", $"exec timeout -k 10 600 bash '{script}' 2>&1"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("SIM_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_HOME"] = Path.Combine(_folder, "home");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        return (Wait(process), output);
    }

    private static int Wait(Process process)
    {
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>A metric of every case of a run: its value in the fewest digits that tell it to 4 places, or its state; in ascending order.</summary>
    private string Values(string run, string metric)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(At(run, "report.json")));
        return string.Join(' ', (from row in report.RootElement.GetProperty("cases").EnumerateArray()
                                 from assessment in row.GetProperty("result").GetProperty("assessments").EnumerateArray()
                                 from found in assessment.GetProperty("metrics").EnumerateArray()
                                 where found.GetProperty("name").GetString() == metric
                                 let value = found.GetProperty("value")
                                 select value.TryGetProperty("value", out var number) ? FormattableString.Invariant($"{number.GetDouble():0.####}") : value.GetProperty("state").GetString()).Order(StringComparer.Ordinal));
    }

    private string At(params string[] parts) => Path.Combine([Clone, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
