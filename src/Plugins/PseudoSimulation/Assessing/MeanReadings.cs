using System.Globalization;

namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>The metrics of several instants as one: means, with the worst instant's explanation and the values over time. Pure.</summary>
internal static class MeanReadings
{
    /// <summary>Puts them together.</summary>
    /// <param name="starts">Readings by instant, rising.</param>
    /// <param name="recording">The recording.</param>
    public static Dictionary<string, Reading> Of(IReadOnlyList<(long TimeUs, Dictionary<string, Reading> Readings)> starts, Recording recording) =>
        MetricNames.All.ToDictionary(name => name, name => Mean(name, starts, recording), StringComparer.Ordinal);

    private static Reading Mean(string name, IReadOnlyList<(long TimeUs, Dictionary<string, Reading> Readings)> starts, Recording recording)
    {
        var series = new List<MetricSample>();
        (long TimeUs, Measured<double> Value)? worst = null;
        string missing = "";
        double sum = 0;
        foreach (var (timeUs, readings) in starts)
        {
            var value = readings[name].Value;
            if (value.State == MeasuredState.Failed)
            {
                return new Reading(value, []);
            }

            if (value.Value is not { } number)
            {
                missing = missing.Length > 0 ? missing : value.Reason;
                continue;
            }

            sum += number;
            series.Add(new MetricSample((int)(timeUs / recording.StepUs), number));
            bool higher = MetricNames.Worse(name) == WorseDirection.Higher;
            if (worst is not { } w || (higher ? number > w.Value.Value : number < w.Value.Value))
            {
                worst = (timeUs, value);
            }
        }

        if (worst is not { } found)
        {
            return new Reading(Measured.NotApplicable<double>(missing), []);
        }

        string reason = string.Create(CultureInfo.InvariantCulture, $"mean of {series.Count} starts{(series.Count < starts.Count ? $"; {starts.Count - series.Count} not applicable: {missing}" : "")}");
        return new Reading(Measured.Of(sum / series.Count, found.Value.WorstTimeUs ?? found.TimeUs, found.Value.Actors, found.Value.Inputs, reason), series);
    }
}
