using System.Globalization;
using Sim.Numerics;

namespace Sim;

/// <summary>
/// Named parameters with what each may be; gives the points of a sweep. A point's identity is its values, so a value added to a grid and a
/// larger count of a Sobol sequence leave the other points as they were. Immutable, thread-safe.
/// </summary>
public sealed class ParameterSpace
{
    /// <summary>Largest number of points.</summary>
    public const int MaxPoints = 1_000_000;

    /// <summary>Largest number of parameters.</summary>
    public const int MaxParameters = 64;

    private readonly KeyValuePair<string, ValueSpec>[] _parameters;
    private readonly Setting? _place;

    /// <summary>A space.</summary>
    /// <param name="parameters">Name and specification of each, names unique.</param>
    /// <param name="place">Where it was written, or null.</param>
    /// <exception cref="InputException">Too many parameters, or a name twice.</exception>
    public ParameterSpace(IEnumerable<KeyValuePair<string, ValueSpec>> parameters, Setting? place = null)
    {
        _parameters = [.. parameters];
        _place = place;
        if (_parameters.Length > MaxParameters)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture, $"{_parameters.Length} parameters; at most {MaxParameters} are allowed"));
        }

        if (_parameters.Select(p => p.Key).Distinct(StringComparer.Ordinal).Count() != _parameters.Length)
        {
            throw Error("a parameter is given twice");
        }
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, ValueSpec>> Parameters => _parameters;

    /// <summary>Reads a map of names to values, lists and ranges (<c>with:</c>).</summary>
    /// <param name="map">The map; null means no parameters.</param>
    /// <exception cref="InputException">Not such a map.</exception>
    public static ParameterSpace Read(Setting? map) => map is null
        ? new ParameterSpace([])
        : map.Kind == SettingKind.Map
            ? new ParameterSpace(map.Entries.Select(e => new KeyValuePair<string, ValueSpec>(e.Key, ValueSpec.Parse(e.Value))), map)
            : throw map.Error($"found {SettingReader.Describe(map)} where parameters are expected; write a map: {{ speed: 10..50 km/h step 5 km/h }}");

    /// <summary>The points of a plan in a stable order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">Seed of what is drawn; the grid draws nothing.</param>
    /// <returns>1 to <see cref="MaxPoints"/> points.</returns>
    /// <exception cref="InputException">A continuous range under a method that needs values, or too many points.</exception>
    public IReadOnlyList<ParameterPoint> Points(SamplingPlan plan, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Method switch
        {
            SamplingMethod.Grid => Grid(),
            SamplingMethod.TWay => Covering(plan, seed),
            _ => Drawn(plan, seed),
        };
    }

    private List<ParameterPoint> Grid()
    {
        RefuseContinuous("a grid needs values; add a step (10..50 km/h step 5 km/h), or say how to sample: sample: { use: sobol, count: 64 }");
        long count = 1;
        foreach (var (_, spec) in _parameters)
        {
            count *= spec.Values.Count;
            if (count > MaxPoints)
            {
                throw Error(string.Create(CultureInfo.InvariantCulture, $"the grid has more than {MaxPoints} points; write fewer values, or sample: {{ use: t-way }}"));
            }
        }

        var points = new List<ParameterPoint>((int)count);
        var at = new int[_parameters.Length];
        for (long i = 0; i < count; i++)
        {
            points.Add(Point(at));
            for (int p = at.Length - 1; p >= 0 && ++at[p] == _parameters[p].Value.Values.Count; p--)
            {
                at[p] = 0;
            }
        }

        return points;
    }

    private List<ParameterPoint> Covering(SamplingPlan plan, ulong seed)
    {
        RefuseContinuous("t-way sampling needs values; add a step (10..50 km/h step 5 km/h)");
        if (_parameters.Length <= plan.Strength)
        {
            return Grid();
        }

        var rows = CoveringArray.Build([.. _parameters.Select(p => p.Value.Values.Count)], plan.Strength, seed)
            ?? throw (plan.Place?.Error(TooManyTuples) ?? Error(TooManyTuples));

        // Filling what coverage left open may repeat a row; a point occurs once.
        return [.. rows.DistinctBy(r => string.Join(',', r)).Select(Point)];
    }

    private static string TooManyTuples { get; } = string.Create(CultureInfo.InvariantCulture, $"t-way sampling would have to cover more than {CoveringArray.MaxTuples} combinations; write fewer values or a smaller strength");

    private List<ParameterPoint> Drawn(SamplingPlan plan, ulong seed)
    {
        int dimensions = Math.Max(1, _parameters.Length), count = Math.Clamp(plan.Count, 1, MaxPoints);
        var shares = new double[count * dimensions];
        if (plan.Method == SamplingMethod.LatinHypercube)
        {
            LatinHypercube.Sample(count, dimensions, new RandomStream(seed), shares);
        }
        else
        {
            var sobol = new Sobol(dimensions, SobolScramble.Owen, seed);
            for (int i = 0; i < count; i++)
            {
                sobol.Point((ulong)i, shares.AsSpan(i * dimensions, dimensions));
            }
        }

        var points = new List<ParameterPoint>(count);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            var values = new KeyValuePair<string, ParameterValue>[_parameters.Length];
            for (int p = 0; p < values.Length; p++)
            {
                values[p] = new(_parameters[p].Key, _parameters[p].Value.At(shares[i * dimensions + p]));
            }

            string identity = string.Join('\n', values.Select(v => v.Value.Text));
            int draw = seen.GetValueOrDefault(identity);
            seen[identity] = draw + 1;
            points.Add(new ParameterPoint { Values = values, Draw = draw, Label = Label(values) });
        }

        return points;
    }

    private ParameterPoint Point(int[] row)
    {
        var values = new KeyValuePair<string, ParameterValue>[_parameters.Length];
        for (int p = 0; p < values.Length; p++)
        {
            values[p] = new(_parameters[p].Key, _parameters[p].Value.Values[row[p]]);
        }

        return new ParameterPoint { Values = values, Label = Label(values) };
    }

    private string Label(KeyValuePair<string, ParameterValue>[] values)
    {
        var words = new List<string>();
        for (int p = 0; p < values.Length; p++)
        {
            if (_parameters[p].Value.IsContinuous || _parameters[p].Value.Values.Count > 1)
            {
                words.Add(Words(values[p].Value));
            }
        }

        return string.Join('-', words);
    }

    private static string Words(ParameterValue value)
    {
        if (value.Quantity is not { } quantity)
        {
            return value.Text;
        }

        // For people only: the hash of the id holds the exact value.
        string number = (quantity with { Number = decimal.Round(quantity.Number, 3) }).NumberText.Replace("-", "neg-", StringComparison.Ordinal).Replace('.', 'p');
        string unit = quantity.Unit.Symbol switch
        {
            "1" => "",
            "%" => "-pct",
            "km/h" => "-kmh",
            var symbol => "-" + symbol.Replace("/", "p", StringComparison.Ordinal).Replace("^", "", StringComparison.Ordinal),
        };
        return number + unit;
    }

    private void RefuseContinuous(string message)
    {
        foreach (var (name, spec) in _parameters)
        {
            if (spec.IsContinuous)
            {
                throw spec.Error($"'{name}' is the continuous range '{spec.Text}', but {message}");
            }
        }
    }

    private InputException Error(string message) => _place?.Error(message) ?? new InputException(message);
}
