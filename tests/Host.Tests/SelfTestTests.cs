using System.Text.Json;
using Sim.Host.Plugins;
using Sim.Host.SelfTests;
using Sim.Plugins.Sdk;
using Sim.Tests.Fakes;
using Sim.Tests.Faults;

namespace Sim.Tests;

public sealed class SelfTestTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void What_computes_as_recorded_passes_and_says_how_much_was_checked()
    {
        Add("sums", _ => [SelfCheck.OfNumber("one and one", 2, 1 + 1, 0, "by hand"), SelfCheck.OfText("word", "a", "a", "by hand")]);
        Assert.Equal(ExitCode.Passed, _world.Sim("selftest"));
        Assert.Contains("sums", _world.Out, StringComparison.Ordinal);
        Assert.Contains("2 of 2 checks hold", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_deviates_is_shown_with_what_was_expected_and_found()
    {
        Add("sums", _ => [SelfCheck.OfNumber("one and one", 2, 1 + 1, 0, "by hand"), SelfCheck.OfNumber("tampered", 2, 2.5, 0.25, "by whom")]);
        Assert.Equal(ExitCode.Failed, _world.Sim("selftest"));
        Assert.Contains("DEVIATES", _world.Out, StringComparison.Ordinal);
        Assert.Matches("tampered +2 +2.5 +0.25 +by whom", _world.Out);
        Assert.Contains("do not use this installation", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_check_is_an_error_not_a_pass()
    {
        Assert.Equal(ExitCode.Infrastructure, _world.Sim("selftest"));
        Assert.Contains("nothing was checked", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_test_that_throws_or_gives_nothing_or_nonsense_could_not_run_and_the_others_run_all_the_same()
    {
        Add("a-throws", _ => throw new ArithmeticException("it does not add up"));
        Add("b-empty", _ => []);
        Add("c-twice", _ => [Good("same"), Good("same")]);
        Add("d-null", _ => [null!]);
        Add("e-nothing", _ => null!);
        Add("f-good", _ => [Good("fine")]);
        Assert.Equal(ExitCode.Infrastructure, _world.Sim("selftest"));
        Assert.Contains("sim, a-throws: ArithmeticException: it does not add up", _world.Out, StringComparison.Ordinal);
        Assert.Contains("sim, b-empty: it gave no check", _world.Out, StringComparison.Ordinal);
        Assert.Contains("sim, c-twice: it gave two checks named 'same'", _world.Out, StringComparison.Ordinal);
        Assert.Contains("sim, d-null: it gave a check without name", _world.Out, StringComparison.Ordinal);
        Assert.Contains("sim, e-nothing: it gave no check", _world.Out, StringComparison.Ordinal);
        Assert.Matches("f-good +passed +1 +1", _world.Out);
    }

    [Fact]
    public void A_self_test_that_hangs_is_given_up_whether_it_obeys_or_not()
    {
        using var release = new ManualResetEventSlim();
        Add("deaf", _ =>
        {
            release.Wait(CancellationToken.None);
            return [Good("too late")];
        });
        Add("slow", token =>
        {
            token.WaitHandle.WaitOne();
            return [Good("too late")];
        });
        Add("then", _ => [Good("fine")]);
        Patience.Until(50, limit =>
        {
            Assert.Equal(ExitCode.Infrastructure, _world.Sim("selftest", "--timeout", $"{limit} ms"));
            string within = (limit / 1000.0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Contains($"sim, deaf: it did not end within {within} s", _world.Out, StringComparison.Ordinal);
            Assert.Contains($"sim, slow: it did not end within {within} s", _world.Out, StringComparison.Ordinal);
            Assert.Contains("1 of 1 checks hold", _world.Error, StringComparison.Ordinal);
        });
        release.Set();
    }

    [Fact]
    public void A_plugin_without_figures_is_named_and_only_passes_when_the_user_says_so()
    {
        Add("sums", _ => [Good("fine")]);
        _world.Plugins.Add(Plugin("my-metric", PluginState.Loaded));
        Assert.Equal(ExitCode.Infrastructure, _world.Sim("selftest"));
        Assert.Contains("my-metric: the plugin has no reference figures", _world.Out, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Passed, _world.Sim("selftest", "--unchecked", "my-metric"));
        Assert.Contains("no figures (accepted)", _world.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _world.Sim("selftest", "--unchecked", "my-metrik"));
        Assert.Contains("my-metric", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_need_not_have_figures_must_not_have_any_and_who_is_not_loaded_cannot_be_checked()
    {
        Add("sums", _ => [Good("fine")]);
        _world.Plugins.Add(Plugin("adder", PluginState.Loaded, ("self-test", "sums", "")));
        Assert.Equal(ExitCode.Passed, _world.Sim("selftest"));
        Assert.Matches("adder +sums +passed", _world.Out);
        Assert.Equal(ExitCode.Usage, _world.Sim("selftest", "--unchecked", "adder"));

        _world.Plugins.Add(Plugin("broken", PluginState.Failed));
        Assert.Equal(ExitCode.Infrastructure, _world.Sim("selftest"));
        Assert.Contains("broken: the plugin is not loaded: it fell over", _world.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_holds_every_figure_and_is_the_same_but_for_the_environment()
    {
        Add("sums", _ => [SelfCheck.OfNumber("tampered", 2, 2.5, 0.25, "by hand"), SelfCheck.OfNumber("no number", 2, double.NaN, double.PositiveInfinity, "by hand")]);
        _world.Variables["SIM_TODAY"] = "2027-03-01";
        Assert.Equal(ExitCode.Failed, _world.Sim("selftest", "--json", "--out", "kept.json"));
        string first = _world.Out;
        Assert.Equal(first, File.ReadAllText(_world.At("kept.json")));
        _world.Variables["SIM_TODAY"] = "2028-03-01";
        Assert.Equal(ExitCode.Failed, _world.Sim("selftest", "--json", "--out", "folder/"));
        Assert.Equal(_world.Out, File.ReadAllText(_world.At("folder", "selftest.json")));

        using var json = JsonDocument.Parse(first);
        var root = json.RootElement;
        Assert.Equal((1, 2, 0), (root.GetProperty("exit_code").GetInt32(), root.GetProperty("checks").GetInt32(), root.GetProperty("held").GetInt32()));
        var check = root.GetProperty("tests")[0].GetProperty("checks")[0];
        Assert.Equal(("tampered", "2", "2.5", 0.25, 0.5, "by hand", false), (
            check.GetProperty("name").GetString(), check.GetProperty("expected").GetString(), check.GetProperty("found").GetString(), check.GetProperty("tolerance").GetDouble(),
            check.GetProperty("deviation").GetDouble(), check.GetProperty("source").GetString(), check.GetProperty("holds").GetBoolean()));
        var environment = root.GetProperty("environment");
        Assert.Equal("2027-03-01", environment.GetProperty("date").GetString());
        Assert.Contains(environment.GetProperty("files").EnumerateArray(), f => f.GetProperty("path").GetString() == "sim.dll" && f.GetProperty("sha256").GetString()!.Length == 64);
        Assert.Equal(Figures(first), Figures(_world.Out));
        Assert.NotEqual(first, _world.Out);
        static string Figures(string text) => text[..text.IndexOf("\"environment\"", StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("2", "2", 0.0, true)]
    [InlineData("2", "2.1", 0.2, true)]
    [InlineData("2", "2.3", 0.2, false)]
    [InlineData("2", "NaN", 0.2, false)]
    [InlineData("2", "Infinity", 0.2, false)]
    [InlineData("Infinity", "Infinity", 0.2, false)]
    [InlineData("2", "2", double.PositiveInfinity, false)]
    [InlineData("2", "2", double.NaN, false)]
    [InlineData("2", "2", -1.0, false)]
    [InlineData("a", "a", 0.0, false)]
    [InlineData("a", "a", null, true)]
    [InlineData("a", "A", null, false)]
    [InlineData("", "", null, false)]
    public void A_check_holds_only_within_a_tolerance_that_is_one(string expected, string found, double? tolerance, bool holds) =>
        Assert.Equal(holds, new SelfCheck { Name = "n", Source = "s", Expected = expected, Found = found, Tolerance = tolerance }.Holds);

    [Fact]
    public void Of_several_numbers_the_worst_is_shown_and_a_lost_one_is_found()
    {
        var check = SelfCheck.OfNumbers("three", [1, 100, 3], [1.05, 101, 3], 0.1, "s", relative: 0.1);
        Assert.Equal(("three [0]", true, 3), (check.Name, check.Holds, check.Values));
        Assert.False(SelfCheck.OfNumbers("three", [1, 2, 3], [1, double.NaN, 3], 0.1, "s").Holds);
        Assert.False(SelfCheck.OfNumbers("three", [1, 2, 3], [1, 2], 0.1, "s").Holds);
        Assert.False(SelfCheck.OfNumbers("three", [], [], 0.1, "s").Holds);
        Assert.False(SelfCheck.OfNumbers("three", [1, 2], [1, 2.0000001], 0, "s").Holds);
    }

    private static SelfCheck Good(string name) => SelfCheck.OfNumber(name, 1, 1, 0, "by hand");

    private string Manifest(string id)
    {
        Directory.CreateDirectory(_world.At(id));
        File.WriteAllText(_world.At(id, "plugin.yaml"), $"id: {id}\nversion: 1.0.0\nentry: x.dll\ncontract: \">=1.0\"\n");
        return _world.At(id, "plugin.yaml");
    }

    private PluginEntry Plugin(string id, PluginState state, params (string, string, string)[] modules) => new()
    {
        Folder = _world.At(id),
        Manifest = PluginManifest.Read(Manifest(id)),
        State = state,
        Reason = state == PluginState.Loaded ? "" : "it fell over",
        Modules = modules,
    };

    private void Add(string name, Func<CancellationToken, IReadOnlyList<SelfCheck>> run) => _world.Catalog.Add<ISelfTest>(new Fake(name, run));

    private sealed class Fake(string name, Func<CancellationToken, IReadOnlyList<SelfCheck>> run) : ISelfTest
    {
        public string Name => name;

        public string Description => "A fake.";

        public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => run(cancellationToken);
    }
}
