using Google.Protobuf.Collections;

namespace Sim.Rpc.Services;

/// <summary>Assessments as messages. Exact to the bit. Thread-safe.</summary>
public static class AssessmentMessages
{
    /// <summary>An assessment as a message.</summary>
    public static Messages.Assessment Of(Assessment assessment)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        var message = new Messages.Assessment { Assessor = assessment.Assessor, Version = assessment.Version };
        foreach (var metric in assessment.Metrics)
        {
            message.Metrics.Add(Of(metric));
        }

        foreach (var evidence in assessment.Evidence)
        {
            var sentence = new Messages.Evidence { Text = evidence.Text, Actors = { evidence.Actors } };
            if (evidence.TimeUs is { } time)
            {
                sentence.TimeUs = time;
            }

            message.Evidence.Add(sentence);
        }

        if (assessment.Severity is { } severity)
        {
            message.Severity = severity;
        }

        message.LeadingMetric = assessment.LeadingMetric ?? "";
        message.ElevatedMetrics = assessment.ElevatedMetrics;
        message.Counterfactuals.Add(assessment.Counterfactuals.Select(CounterfactualMessages.Of));

        return message;
    }

    /// <summary>A message as an assessment.</summary>
    /// <param name="message">What a peer sent.</param>
    /// <exception cref="InputException">A field is wrong; names it.</exception>
    public static Assessment From(Messages.Assessment? message)
    {
        const string at = "assessment";
        var m = Field.Needed(message, at, "");
        Field.Count(m.Metrics.Count, ContractLimits.ListItems, at, "metrics");
        Field.Count(m.Evidence.Count, ContractLimits.ListItems, at, "evidence");
        Field.Count(m.Counterfactuals.Count, ContractLimits.ListItems, at, "counterfactuals");
        var metrics = new Metric[m.Metrics.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < metrics.Length; i++)
        {
            string place = Field.Item(at, "metrics", i);
            metrics[i] = From(m.Metrics[i], place);
            if (!names.Add(metrics[i].Name))
            {
                throw Field.Error(place, "name", $"is '{metrics[i].Name}', as an earlier metric's");
            }
        }

        return new Assessment
        {
            Assessor = Field.Id(m.Assessor, at, "assessor"),
            Version = Field.Text(m.Version, at, "version"),
            Metrics = metrics,
            Evidence = [.. m.Evidence.Select((e, i) => From(e, Field.Item(at, "evidence", i)))],
            Severity = m.HasSeverity ? Field.Finite(m.Severity, at, "severity") : null,
            LeadingMetric = m.LeadingMetric.Length == 0 ? null : Field.Id(m.LeadingMetric, at, "leading_metric"),
            ElevatedMetrics = m.ElevatedMetrics >= 0 ? m.ElevatedMetrics : throw Field.Error(at, "elevated_metrics", $"is {m.ElevatedMetrics}; a count is at least 0"),
            Counterfactuals = CounterfactualMessages.From(m.Counterfactuals, at),
        };
    }

    private static Messages.Metric Of(Metric metric)
    {
        var message = new Messages.Metric
        {
            Name = metric.Name,
            Unit = metric.Unit,
            Worse = Enums.WorseDirection.To(metric.Worse),
            Version = metric.Version,
            State = Enums.MeasuredState.To(metric.Value.State),
            Reason = metric.Value.Reason,
            Actors = { metric.Value.Actors },
        };
        if (metric.Value.Value is { } value)
        {
            message.Value = value;
        }

        if (metric.Value.WorstTimeUs is { } time)
        {
            message.WorstTimeUs = time;
        }

        if (metric.CriticalAt is { } critical)
        {
            message.CriticalAt = critical;
        }

        message.Inputs.Add(Of(metric.Value.Inputs));
        if (metric.SecondReading is { } second)
        {
            message.SecondReading = Of(second);
        }

        foreach (var sample in metric.Series)
        {
            message.Series.Add(new Messages.MetricSample { Step = sample.Step, Value = sample.Value });
        }

        return message;
    }

    private static Messages.Measurement Of(Measured<double> measured)
    {
        var message = new Messages.Measurement
        {
            State = Enums.MeasuredState.To(measured.State),
            Reason = measured.Reason,
            Actors = { measured.Actors },
            Inputs = { Of(measured.Inputs) },
        };
        if (measured.Value is { } value)
        {
            message.Value = value;
        }

        if (measured.WorstTimeUs is { } time)
        {
            message.WorstTimeUs = time;
        }

        return message;
    }

    private static IEnumerable<Messages.MetricInput> Of(IReadOnlyList<MetricInput> inputs) =>
        inputs.Select(i => new Messages.MetricInput { Name = i.Name, Value = i.Value, Unit = i.Unit });

    private static Metric From(Messages.Metric m, string at)
    {
        Field.Count(m.Series.Count, ContractLimits.Samples, at, "series");
        return new Metric
        {
            Name = Field.Id(m.Name, at, "name"),
            Unit = Field.Text(m.Unit, at, "unit"),
            Worse = Enums.WorseDirection.From(m.Worse, at, "worse"),
            Version = m.Version,
            Value = From(
                m.State, m.HasValue ? m.Value : null, m.Reason, m.HasWorstTimeUs ? m.WorstTimeUs : null, m.Actors, m.Inputs, at),
            SecondReading = m.SecondReading is { } second ? From(second, Field.Path(at, "second_reading")) : null,
            CriticalAt = m.HasCriticalAt ? Field.Finite(m.CriticalAt, at, "critical_at") : null,
            Series = [.. m.Series.Select(s => new MetricSample(s.Step, Field.Finite(s.Value, at, "series.value")))],
        };
    }

    private static Measured<double> From(Messages.Measurement m, string at) =>
        From(m.State, m.HasValue ? m.Value : null, m.Reason, m.HasWorstTimeUs ? m.WorstTimeUs : null, m.Actors, m.Inputs, at);

    private static Measured<double> From(
        Messages.MeasuredState stateWord, double? value, string reason, long? worstTimeUs, RepeatedField<string> actors, RepeatedField<Messages.MetricInput> inputs, string at)
    {
        Field.Count(inputs.Count, ContractLimits.ListItems, at, "inputs");
        var state = Enums.MeasuredState.From(stateWord, at, "state");
        if (value.HasValue != (state == MeasuredState.Value))
        {
            throw Field.Error(at, "value", value.HasValue ? $"is given, but the state is {state}" : "is missing, but the state is Value");
        }

        return new Measured<double>
        {
            State = state,
            Value = value is { } number ? Field.Finite(number, at, "value") : null,
            Reason = Field.Text(reason, at, "reason"),
            WorstTimeUs = worstTimeUs,
            Actors = Field.Ids(actors, at, "actors"),
            Inputs = [.. inputs.Select(i => new MetricInput(Field.Text(i.Name, at, "inputs.name"), Field.Finite(i.Value, at, "inputs.value"), Field.Text(i.Unit, at, "inputs.unit")))],
        };
    }

    private static Evidence From(Messages.Evidence m, string at) =>
        new(Field.Text(m.Text, at, "text"), m.HasTimeUs ? m.TimeUs : null, Field.Ids(m.Actors, at, "actors"));
}
