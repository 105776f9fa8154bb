using System.Diagnostics;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;

namespace Sim.Tests;

public sealed class EvidenceTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public EvidenceTests()
    {
        string suite = _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]");
        Assert.Equal(0, _world.Sim("run", suite, "--out", "r"));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_run_verifies_as_it_was_written_and_again_after_its_reports_are_written_again()
    {
        Assert.Equal(0, _world.Sim("verify", "r"));
        Assert.Equal(0, _world.Sim("report", "r"));
        Assert.Equal(0, _world.Sim("verify", "r", "--json"));
        Assert.Equal("[]", _world.Out.Trim());
    }

    [Fact]
    public void Files_of_an_earlier_writer_are_written_again_when_it_is_named_and_told_about_when_it_is_not()
    {
        Assert.Equal(0, _world.Sim("report", "r", "--write", "csv"));
        Assert.DoesNotContain("not written again", _world.Error, StringComparison.Ordinal);
        Assert.Equal(0, _world.Sim("report", "r"));
        Assert.Contains("warning: not written again: cases.csv, metrics.csv;", _world.Error, StringComparison.Ordinal);
        File.WriteAllText(_world.At("r", "cases.csv"), "old");
        Assert.Equal(0, _world.Sim("report", "r", "--write", "csv"));
        Assert.DoesNotContain("not written again", _world.Error, StringComparison.Ordinal);
        Assert.NotEqual("old", File.ReadAllText(_world.At("r", "cases.csv")));
    }

    [Fact]
    public void The_manifest_is_one_that_sha256sum_reads()
    {
        if (!File.Exists("/usr/bin/sha256sum"))
        {
            Assert.Skip("no sha256sum on this machine");
        }

        using var check = Process.Start(new ProcessStartInfo("/usr/bin/sha256sum", "--check --strict --quiet manifest.sha256") { WorkingDirectory = _world.At("r") })!;
        check.WaitForExit();
        Assert.Equal(0, check.ExitCode);
    }

    [Theory]
    [InlineData("report.html", "changed")]
    [InlineData("run.json", "changed")]
    [InlineData("junit.xml", "changed")]
    public void A_changed_file_is_found(string name, string kind)
    {
        File.AppendAllText(_world.At("r", name), " ");
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains(name, _world.Error, StringComparison.Ordinal);
        Assert.Contains(kind, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_and_added_files_are_found()
    {
        File.Delete(_world.At("r", "summary.md"));
        File.WriteAllText(_world.At("r", "cases", "note.txt"), "hello");
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("missing", _world.Error, StringComparison.Ordinal);
        Assert.Contains("cases/note.txt", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_was_changed_together_with_the_manifest_is_found_by_the_store()
    {
        string file = Directory.GetFiles(_world.At("r", "cases"), "assessment.json", SearchOption.AllDirectories)[0];
        string relative = Path.GetRelativePath(_world.At("r"), file).Replace('\\', '/');
        string before = Hash(file);
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"status\": \"assessed\"", "\"status\": \"refused\"", StringComparison.Ordinal));
        string manifest = _world.At("r", "manifest.sha256");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(before, Hash(file), StringComparison.Ordinal));

        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("it is not the result that the store holds", _world.Error, StringComparison.Ordinal);
        Assert.Contains(relative[..30], _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_of_a_self_test_lies_beside_the_run_and_is_signed_with_it()
    {
        _world.Catalog.Add<ISelfTest>(new Sums());
        Assert.Equal(0, _world.Sim("selftest", "--out", "r"));
        Assert.Equal(0, _world.Sim("verify", "r"));
        Assert.Equal(0, _world.Sim("sign-off", "r", "--by", "A", "--decision", "accepted", "--today", "2027-03-01"));
        Assert.Equal(0, _world.Sim("verify", "r"));

        string good = File.ReadAllText(_world.At("r", "selftest.json"));
        File.WriteAllText(_world.At("r", "selftest.json"), good.Replace("\"holds\": true", "\"holds\": false", StringComparison.Ordinal));
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("it is not the file that A signed", _world.Error, StringComparison.Ordinal);
        Assert.Contains("the self-test did not pass", _world.Error, StringComparison.Ordinal);

        File.WriteAllText(_world.At("r", "selftest.json"), good.Replace("\"sim\": \"", "\"sim\": \"9.", StringComparison.Ordinal));
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("outdated", _world.Error, StringComparison.Ordinal);
        File.WriteAllText(_world.At("r", "selftest.json"), "{}");
        Assert.Equal(2, _world.Sim("verify", "r"));
    }

    [Fact]
    public void A_manifest_that_is_none_is_refused_by_line()
    {
        File.WriteAllText(_world.At("r", "manifest.sha256"), "hello\n");
        Assert.Equal(2, _world.Sim("verify", "r"));
        Assert.Contains("manifest.sha256:1", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_equal_runs_have_the_same_manifest()
    {
        Assert.Equal(0, _world.Sim("run", "s.yaml", "--out", "again", "--jobs", "2"));
        Assert.Equal(_world.Bytes("r", "manifest.sha256"), _world.Bytes("again", "manifest.sha256"));
    }

    [Fact]
    public void A_sign_off_holds_for_exactly_the_files_that_were_there()
    {
        Assert.Equal(0, _world.Sim("sign-off", "r", "--by", "A. Turing", "--role", "safety engineer", "--decision", "accepted", "--today", "2027-03-01"));
        Assert.Equal(0, _world.Sim("verify", "r"));
        Assert.Contains("accepted by A. Turing, safety engineer, 2027-03-01", _world.Error, StringComparison.Ordinal);

        File.WriteAllText(_world.At("r", "timing.json"), "{}");
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("it is not the file that A. Turing signed", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_off_is_outdated_once_the_reports_say_something_else()
    {
        Assert.Equal(0, _world.Sim("sign-off", "r", "--by", "A", "--decision", "rejected", "--comment", "late", "--today", "2027-03-01"));
        File.WriteAllText(_world.At("r", "added.txt"), "x");
        Assert.Equal(0, _world.Sim("report", "r"));
        Assert.Equal(1, _world.Sim("verify", "r"));
        Assert.Contains("was given for other files than these", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_signs_a_folder_that_was_changed()
    {
        File.AppendAllText(_world.At("r", "report.json"), " ");
        Assert.Equal(2, _world.Sim("sign-off", "r", "--by", "A", "--decision", "accepted"));
        Assert.Contains("sim verify r lists them", _world.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_world.At("r", "sign-offs.json")));
    }

    [Theory]
    [InlineData("perhaps", "A", "expected accepted or rejected")]
    [InlineData("accepted", " ", "--by is empty")]
    [InlineData("accepted", "A\nB", "control character")]
    public void A_sign_off_that_says_nothing_clear_is_refused(string decision, string by, string message)
    {
        Assert.Equal(2, _world.Sim("sign-off", "r", "--by", by, "--decision", decision));
        Assert.Contains(message, _world.Error, StringComparison.Ordinal);
    }

    private static string Hash(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private sealed class Sums : ISelfTest
    {
        public string Name => "sums";

        public string Description => "One and one.";

        public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [SelfCheck.OfNumber("one and one", 2, 1 + 1, 0, "by hand")];
    }
}
