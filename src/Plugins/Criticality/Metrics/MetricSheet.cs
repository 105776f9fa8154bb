namespace Sim.Plugins.Criticality.Metrics;

/// <summary>Collects what the families measure in one recording. Not thread-safe.</summary>
internal sealed class MetricSheet
{
    /// <summary>Why nothing between the ego and others applies when nobody is there.</summary>
    public const string Alone = "no other actor is in the scene together with the ego";

    private readonly CriticalityOptions _options;
    private readonly bool _alone;
    private readonly Dictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly List<Evidence> _evidence = [];
    private readonly List<Counterfactual> _counterfactuals = [];

    /// <summary>An empty sheet.</summary>
    /// <param name="options">Say which metrics are wanted, and thresholds.</param>
    /// <param name="alone">True when nobody shares the scene with the ego.</param>
    public MetricSheet(CriticalityOptions options, bool alone)
    {
        _options = options;
        _alone = alone;
    }

    /// <summary>True when a metric is to be computed.</summary>
    public bool Wants(MetricDefinition definition) => _options.Wants(definition) && !(_alone && definition.NeedsOthers);

    /// <summary>Adds a metric; ignored when it is not wanted.</summary>
    /// <param name="definition">Which.</param>
    /// <param name="value">Its value.</param>
    /// <param name="series">Values over time for plots.</param>
    public void Add(MetricDefinition definition, Measured<double> value, IReadOnlyList<MetricSample>? series = null)
    {
        if (Wants(definition))
        {
            _metrics.Add(definition.Name, Create(definition, value, series));
        }
    }

    /// <summary>Adds a sentence that stands before those of the metrics.</summary>
    public void Say(Evidence sentence) => _evidence.Add(sentence);

    /// <summary>Adds a sentence that stands before all others.</summary>
    public void SayFirst(Evidence sentence) => _evidence.Insert(0, sentence);

    /// <summary>Adds another driver in the ego's place.</summary>
    public void Tell(Counterfactual counterfactual) => _counterfactuals.Add(counterfactual);

    /// <summary>Other drivers in the ego's place.</summary>
    public IReadOnlyList<Counterfactual> Counterfactuals => _counterfactuals;

    /// <summary>What was measured until now, in the order of measuring.</summary>
    public IReadOnlyCollection<Metric> Measured => _metrics.Values;

    /// <summary>The sentences said.</summary>
    public IReadOnlyList<Evidence> Said => _evidence;

    /// <summary>The wanted metrics of a family, in its order.</summary>
    /// <exception cref="InvalidOperationException">The family left one out.</exception>
    public IEnumerable<Metric> Of(MetricFamily family)
    {
        foreach (var definition in family.Metrics)
        {
            if (!_options.Wants(definition))
            {
                continue;
            }

            yield return _alone && definition.NeedsOthers ? Create(definition, Sim.Measured.NotApplicable<double>(Alone), null)
                : _metrics.TryGetValue(definition.Name, out var metric) ? metric
                : throw new InvalidOperationException($"The family '{family.Name}' did not measure '{definition.Name}'.");
        }
    }

    /// <summary>A metric from its definition.</summary>
    public Metric Create(MetricDefinition definition, Measured<double> value, IReadOnlyList<MetricSample>? series) => new()
    {
        Name = definition.Name,
        Unit = definition.Unit,
        Worse = definition.Worse,
        Version = definition.Version,
        Value = value,
        CriticalAt = definition.CriticalAt?.Invoke(_options),
        Series = series ?? [],
    };
}
