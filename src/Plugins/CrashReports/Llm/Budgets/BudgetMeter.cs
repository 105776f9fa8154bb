using Sim.Plugins.CrashReports.Llm.Service;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.CrashReports.Llm.Budgets;

/// <summary>Counts what is spent and stops before a call that could exceed a budget. Thread-safe.</summary>
internal sealed class BudgetMeter(LlmBudgets budgets)
{
    private readonly Lock _gate = new();
    private long _tokens;
    private long _reservedTokens;
    private double _usd;
    private double _reservedUsd;
    private double _seconds;

    /// <summary>Tokens spent.</summary>
    public long Tokens
    {
        get
        {
            lock (_gate)
            {
                return _tokens;
            }
        }
    }

    /// <summary>Sets aside what a call may take at most.</summary>
    /// <returns>How long the call may last, s; infinity without such a budget.</returns>
    /// <exception cref="ModuleFailedException">A budget would be exceeded: names it.</exception>
    public double Reserve(long promptTokens, long answerTokens)
    {
        lock (_gate)
        {
            long tokens = promptTokens + answerTokens;
            double usd = budgets.Cost(promptTokens, answerTokens);
            if (budgets.Tokens is { } most && _tokens + _reservedTokens + tokens > most)
            {
                throw Spent("tokens", FormattableString.Invariant($"{_tokens} of {most} tokens are spent and the next call may take {tokens}"));
            }

            if (budgets.Usd is { } money && _usd + _reservedUsd + usd > money)
            {
                throw Spent("usd", FormattableString.Invariant($"{_usd:0.######} of {money:0.######} US dollars are spent and the next call may cost {usd:0.######}"));
            }

            double left = budgets.Seconds is { } seconds ? seconds - _seconds : double.PositiveInfinity;
            if (left <= 0)
            {
                throw SecondsSpent();
            }

            _reservedTokens += tokens;
            _reservedUsd += usd;
            return left;
        }
    }

    /// <summary>Counts a pause.</summary>
    /// <exception cref="ModuleFailedException">It is longer than what is left.</exception>
    public void Wait(double seconds)
    {
        lock (_gate)
        {
            if (budgets.Seconds is { } most && _seconds + seconds >= most)
            {
                throw SecondsSpent();
            }

            _seconds += seconds;
        }
    }

    /// <summary>Ends a reservation with what the call took.</summary>
    public void Settle(long promptTokens, long answerTokens, LlmUsage used, double seconds)
    {
        lock (_gate)
        {
            _reservedTokens -= promptTokens + answerTokens;
            _reservedUsd -= budgets.Cost(promptTokens, answerTokens);
            _tokens += used.PromptTokens + used.AnswerTokens;
            _usd += budgets.Cost(used.PromptTokens, used.AnswerTokens);
            _seconds += seconds;
        }
    }

    /// <summary>The error of a spent time budget.</summary>
    public ModuleFailedException SecondsSpent() => Spent("seconds", FormattableString.Invariant($"{budgets.Seconds:0.###} s of waiting for answers are spent or would be"));

    private static ModuleFailedException Spent(string name, string why) => new($"the budget '{name}' of extractor 'llm' is spent: {why}");
}
