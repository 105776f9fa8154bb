using System.Text.Json;

namespace Sim.Reports;

/// <summary>A driver's debug output as the page shows it: signals as packed columns, candidates beside the plans, texts where they change.</summary>
internal sealed class PageDebug(HtmlOptions options, PageText text)
{
    private const double Precise = 1e5;
    private const double Plenty = 1e9;

    /// <summary>Writes the member "debug", or nothing when there is no debug output.</summary>
    public void Write(Utf8JsonWriter json, Recording recording)
    {
        var answers = recording.Answers.Where(a => a.Answer.Debug is not null).ToList();
        if (answers.Count == 0)
        {
            return;
        }

        json.WriteStartObject("debug");
        WriteSignals(json, answers);
        WriteCandidates(json, answers);
        WriteTexts(json, answers);
        json.WriteEndObject();
    }

    private void WriteSignals(Utf8JsonWriter json, List<RecordedAnswer> answers)
    {
        var order = new List<string>();
        var series = new Dictionary<string, (List<double> Steps, List<double> Values)>(StringComparer.Ordinal);
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (step, answer) in answers)
        {
            foreach (var signal in answer.Debug!.Signals)
            {
                if (!series.TryGetValue(signal.Name, out var one))
                {
                    if (series.Count >= options.MaxSignals)
                    {
                        left.Add(signal.Name);
                        continue;
                    }

                    one = ([], []);
                    series.Add(signal.Name, one);
                    order.Add(signal.Name);
                }

                one.Steps.Add(step);
                one.Values.Add(signal.Value);
            }
        }

        json.WriteStartArray("signals");
        foreach (string name in order)
        {
            var (steps, values) = series[name];
            double perUnit = PerUnit(values);
            var coder = new DeltaCoder();
            coder.AddColumn([.. steps], 1);
            coder.AddColumn([.. values], perUnit);
            json.WriteStartObject();
            text.String(json, "name", name);
            json.WriteNumber("count", steps.Count);
            json.WriteNumber("per_unit", perUnit);
            json.WriteString("data", coder.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("signals_left_out", left.Count);
    }

    /// <summary>A power of ten that keeps five digits of the largest value: a plot shows no more, and signals have any size.</summary>
    private static double PerUnit(List<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        }

        double perUnit = 1;
        while (largest > 0 && largest * perUnit < Precise && perUnit < 1e300)
        {
            perUnit *= 10;
        }

        while (largest * perUnit > Plenty)
        {
            perUnit /= 10;
        }

        return perUnit;
    }

    private void WriteCandidates(Utf8JsonWriter json, List<RecordedAnswer> answers)
    {
        int bytes = 0;
        int left = 0;
        bool shown = false;
        json.WriteStartArray("candidates");
        foreach (var (step, answer) in answers)
        {
            var candidates = answer.Debug!.Candidates;
            if (bytes >= options.MaxPlanBytes)
            {
                left += candidates.Count;
                candidates = [];
            }

            if (candidates.Count == 0 && !shown)
            {
                continue;
            }

            shown = candidates.Count > 0;
            json.WriteStartArray();
            json.WriteNumberValue(step);
            json.WriteStartArray();
            foreach (var candidate in candidates)
            {
                string data = PageReplay.Points(candidate.Points, options.MaxPlanPoints);
                bytes += data.Length;
                json.WriteStartArray();
                json.WriteStringValue(text.Clean(candidate.Name));
                if (candidate.Cost is { } cost && double.IsFinite(cost))
                {
                    json.WriteNumberValue(cost);
                }
                else
                {
                    json.WriteNullValue();
                }

                json.WriteStringValue(data);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("candidates_left_out", left);
    }

    private void WriteTexts(Utf8JsonWriter json, List<RecordedAnswer> answers)
    {
        int length = 0;
        int left = 0;
        IReadOnlyList<DebugText> before = [];
        json.WriteStartArray("texts");
        foreach (var (step, answer) in answers)
        {
            foreach (var said in answer.Debug!.Texts)
            {
                if (before.Contains(said))
                {
                    continue;
                }

                if (length >= options.MaxDebugTextLength)
                {
                    left++;
                    continue;
                }

                length += 20 + said.Name.Length + said.Text.Length;
                json.WriteStartArray();
                json.WriteNumberValue(step);
                json.WriteStringValue(text.Clean(said.Name));
                json.WriteStringValue(text.Clean(said.Text));
                json.WriteEndArray();
            }

            before = answer.Debug.Texts;
        }

        json.WriteEndArray();
        json.WriteNumber("texts_left_out", left);
    }
}
