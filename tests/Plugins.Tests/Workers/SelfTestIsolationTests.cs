using System.Text.Json;
using Sim.Host;
using Sim.Host.Commands;
using Sim.Host.Workers;
using Sim.Tests.Faults;

namespace Sim.Tests.Workers;

/// <summary>The self-tests of real plugins, in this process and in processes of their own.</summary>
public sealed class SelfTestIsolationTests
{
    [Fact]
    public void Whatever_a_self_test_does_to_its_process_is_its_own_result()
    {
        using var runs = new WorkerRuns("isolation: process\n");
        Patience.Until(2_000, limit =>
        {
            Assert.Equal(ExitCode.Infrastructure, runs.Sim("selftest", "--json", "--timeout", $"{limit} ms"));

            var own = Tests(runs.Output).Where(t => t.From == WorkerRuns.Id).ToDictionary(t => t.Name, t => (t.State, t.Reason));
            Assert.Equal(("passed", ""), own["misbehave-well"]);
            Assert.Equal(("could_not_run", "ArithmeticException: it does not add up"), own["misbehave-throws"]);
            Assert.Equal(("could_not_run", $"it did not end within {limit / 1000} s"), own["misbehave-hangs"]);
            Assert.Equal(("could_not_run", "plugin 'misbehaves' was lost: its process ended with exit code 0"), own["misbehave-exits"]);
            Assert.Equal(("deviated", "1 of 1 checks give something else than their reference"), own["misbehave-lies"]);
        });
        Assert.Empty(runs.Living());
    }

    [Fact]
    public void The_bundled_plugins_give_the_same_figures_here_and_in_processes_of_their_own()
    {
        static string Figures(string isolate)
        {
            using var output = new StringWriter();
            var context = new CliContext
            {
                Out = output,
                Error = TextWriter.Null,
                Environment = _ => null,
                Modules = () => LoadedModules.Load(_ => null, IsolationChoice.Manifests),
                ModulesIsolated = choice => LoadedModules.Load(_ => null, choice),
            };
            Assert.Equal(ExitCode.Passed, CommandLineApp.Run(["selftest", "--json", "--isolate", isolate], context, TestContext.Current.CancellationToken));
            var all = Tests(output.ToString());
            Assert.All(all, t => Assert.Equal(("passed", ""), (t.State, t.Reason)));
            return string.Join('\n', all.Select(t => t.Text));
        }

        Assert.Equal(Figures("none"), Figures("all"));
    }

    private static List<(string From, string Name, string State, string Reason, string Text)> Tests(string json)
    {
        using var record = JsonDocument.Parse(json);
        return
        [
            .. record.RootElement.GetProperty("tests").EnumerateArray().Select(t => (
                t.GetProperty("from").GetString()!, t.GetProperty("name").GetString()!, t.GetProperty("state").GetString()!, t.GetProperty("reason").GetString()!, t.GetRawText())),
        ];
    }
}
