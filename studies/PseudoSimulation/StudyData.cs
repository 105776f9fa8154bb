using Sim.Studies.PseudoSimulation.Drivers;
using Sim.Studies.Statistics;

namespace Sim.Studies.PseudoSimulation;

/// <summary>What a study measured: every driver on every scene. Immutable.</summary>
/// <param name="Drivers">Drivers.</param>
/// <param name="Columns">Measures.</param>
/// <param name="Scenes">Names of the scenes.</param>
/// <param name="Outcomes">By scene, then by driver.</param>
internal sealed record StudyData(IReadOnlyList<StudyDriver> Drivers, IReadOnlyList<Column> Columns, IReadOnlyList<string> Scenes, Outcome[][] Outcomes)
{
    /// <summary>Drives all drivers on all scenes.</summary>
    public static StudyData Measure(string what, IReadOnlyList<StudyScene> scenes, IReadOnlyList<StudyDriver> drivers, StudyOptions options)
    {
        var outcomes = Work.Run(
            scenes.Count,
            options.Jobs,
            s => drivers.Select(d => Judging.Judge(scenes[s], d, options.Views)).ToArray(),
            new ProgressLine(what, scenes.Count));
        return new StudyData(drivers, Column.All(options.Views), [.. scenes.Select(s => s.Name)], outcomes);
    }

    /// <summary>Index of a measure.</summary>
    public int IndexOf(string key)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Key == key)
            {
                return i;
            }
        }

        throw new ArgumentException($"There is no column '{key}'.", nameof(key));
    }

    /// <summary>Means over scenes, by driver.</summary>
    /// <param name="column">The measure.</param>
    /// <param name="scenes">Which scenes, repeats allowed; null for all.</param>
    public double[] Means(int column, int[]? scenes = null)
    {
        var means = new double[Drivers.Count];
        var values = new double[scenes?.Length ?? Scenes.Count];
        for (int d = 0; d < means.Length; d++)
        {
            for (int s = 0; s < values.Length; s++)
            {
                values[s] = Outcomes[scenes is null ? s : scenes[s]][d].Values[column];
            }

            means[d] = Correlation.Mean(values);
        }

        return means;
    }
}
