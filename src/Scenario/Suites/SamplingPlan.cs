namespace Sim;

/// <summary>A method of sampling with its settings; what a suite writes under <c>sample:</c>.</summary>
public sealed record SamplingPlan
{
    /// <summary>The method.</summary>
    public SamplingMethod Method { get; init; } = SamplingMethod.Grid;

    /// <summary>Number of points for <see cref="SamplingMethod.LatinHypercube"/> and <see cref="SamplingMethod.Sobol"/>, 1 to <see cref="ParameterSpace.MaxPoints"/>.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Strength t for <see cref="SamplingMethod.TWay"/>, 2 to 6.</summary>
    public int Strength { get; init; } = 2;

    /// <summary>Where it was written, or null.</summary>
    public Setting? Place { get; init; }

    /// <summary>Reads <c>grid</c>, <c>t-way</c>, or <c>{ use: sobol, count: 64 }</c>, <c>{ use: t-way, strength: 3 }</c>.</summary>
    /// <param name="value">The setting; null means the grid.</param>
    /// <exception cref="InputException">An unknown method or key, or a missing count.</exception>
    public static SamplingPlan Read(Setting? value)
    {
        if (value is null)
        {
            return new SamplingPlan();
        }

        var map = value.Kind == SettingKind.Scalar
            ? value with { Kind = SettingKind.Map, Entries = [new SettingEntry("use", value, value.Line, value.Column)] }
            : value;
        var reader = new SettingReader(map, "the sampling");
        var method = reader.Choice<SamplingMethod>("use") ?? throw reader.Missing("use");
        int? count = null;
        int strength = 2;
        if (method is SamplingMethod.LatinHypercube or SamplingMethod.Sobol)
        {
            count = reader.Int("count", 1, ParameterSpace.MaxPoints)
                ?? throw value.Error($"the sampling does not say how many points; write sample: {{ use: {SettingReader.WordOf(method.ToString())}, count: 64 }}");
        }
        else if (method == SamplingMethod.TWay)
        {
            strength = reader.Int("strength", 2, 6) ?? 2;
        }

        reader.Done();
        return new SamplingPlan { Method = method, Count = count ?? 1, Strength = strength, Place = value };
    }
}
