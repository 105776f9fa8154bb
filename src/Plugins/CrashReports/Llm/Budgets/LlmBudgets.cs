namespace Sim.Plugins.CrashReports.Llm.Budgets;

/// <summary>What may be spent by one process. A limit of null is no limit. Immutable.</summary>
internal sealed record LlmBudgets
{
    /// <summary>Tokens, questions and answers together.</summary>
    public long? Tokens { get; init; }

    /// <summary>Time spent waiting for answers, s.</summary>
    public double? Seconds { get; init; }

    /// <summary>Money, US dollars.</summary>
    public double? Usd { get; init; }

    /// <summary>Price of a million tokens of questions, US dollars.</summary>
    public double InputPrice { get; init; }

    /// <summary>Price of a million tokens of answers, US dollars.</summary>
    public double OutputPrice { get; init; }

    /// <summary>Price of a call, US dollars.</summary>
    public double Cost(long promptTokens, long answerTokens) => (promptTokens * InputPrice + answerTokens * OutputPrice) / 1e6;

    /// <summary>Reads the map under <c>budgets</c>.</summary>
    /// <exception cref="InputException">Out of range, or money without prices.</exception>
    public static LlmBudgets Read(Setting? settings)
    {
        if (settings is null)
        {
            return new LlmBudgets();
        }

        var reader = new SettingReader(settings, "the budgets of extractor 'llm'");
        var budgets = new LlmBudgets
        {
            Tokens = reader.Int("tokens", 1),
            Seconds = reader.Seconds("seconds", 0.001, 1e7),
            Usd = reader.Ratio("usd", 0, 1e6),
            InputPrice = reader.Ratio("input_usd_per_million", 0, 1e6) ?? 0,
            OutputPrice = reader.Ratio("output_usd_per_million", 0, 1e6) ?? 0,
        };
        reader.Done();
        return budgets is { Usd: not null, InputPrice: 0, OutputPrice: 0 }
            ? throw settings.Error("a budget in 'usd' needs prices; write input_usd_per_million and output_usd_per_million")
            : budgets;
    }
}
