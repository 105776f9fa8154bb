using Sim.Plugins.CrashReports.Llm.Budgets;
using Sim.Plugins.CrashReports.Llm.Service;
using Sim.Plugins.Sdk;

namespace Sim.Tests.CrashReports.Llm;

public sealed class BudgetTests
{
    private static readonly ScriptedModel Model = new(Gold.Record());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tokens")]
    [InlineData("usd")]
    public void The_call_that_could_exceed_a_budget_is_not_made(string name)
    {
        // The first call leaves too little for the largest answer of the second.
        var budgets = name == "tokens"
            ? new LlmBudgets { Tokens = 9_000 }
            : new LlmBudgets { Usd = 0.009, InputPrice = 1, OutputPrice = 1 };
        using var rig = new Rig((request, _) => Model.Answer(request) with { PromptTokens = 6_000, AnswerTokens = 500 }, o => o with { Budgets = budgets, MaxAnswerTokens = 1000 });

        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));

        Assert.Contains($"budget '{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["environment"], rig.Service.Seen.Select(s => s.Task));
        Assert.Equal(6_500, rig.Gateway.Meter.Tokens);
    }

    [Fact]
    public void Time_spent_waiting_counts_pauses_too()
    {
        using var rig = new Rig((request, number) => number % 2 == 1 ? new FakeAnswer { Status = 503, RetryAfter = "20" } : Model.Answer(request), o => o with { Budgets = new LlmBudgets { Seconds = 50 } });
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("budget 'seconds'", error.Message, StringComparison.Ordinal);
        Assert.InRange(rig.Service.Seen.Count, 2, 5);
    }

    [Fact]
    public void A_call_that_would_outlast_the_time_budget_is_broken_off()
    {
        using var rig = new Rig((_, _) => new FakeAnswer { Hang = true }, o => o with { Budgets = new LlmBudgets { Seconds = 0.05 } }, TimeProvider.System);
        var error = Assert.Throws<ModuleFailedException>(() => rig.Extractor.Extract(Gold.Report, Token));
        Assert.Contains("budget 'seconds'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enough_is_enough_and_the_meter_counts_what_the_service_counts()
    {
        using var rig = new Rig((request, _) => Model.Answer(request) with { PromptTokens = 100, AnswerTokens = 20 }, o => o with { Budgets = new LlmBudgets { Tokens = 100_000, Seconds = 1000, Usd = 1, InputPrice = 1, OutputPrice = 4 } });
        Assert.Empty(rig.Extractor.Extract(Gold.Report, Token).Findings);
        Assert.Equal(600, rig.Gateway.Meter.Tokens);
    }

    [Fact]
    public void Two_calls_at_the_same_time_cannot_both_take_the_rest()
    {
        var meter = new BudgetMeter(new LlmBudgets { Tokens = 1000 });
        meter.Reserve(400, 200);
        Assert.Throws<ModuleFailedException>(() => meter.Reserve(400, 200));
        meter.Settle(400, 200, new LlmUsage(100, 50), 1);
        Assert.Equal(double.PositiveInfinity, meter.Reserve(400, 200));
    }
}
