using System.Globalization;
using Sim.Plugins.Retrieval.Tags;

namespace Sim.Plugins.Retrieval.Evaluating;

/// <summary>What a person saw an actor do in a recording. Plain data.</summary>
/// <param name="File">Name of the recording's file without ending.</param>
/// <param name="ActorId">Who.</param>
/// <param name="FromS">From, s.</param>
/// <param name="ToS">To, s.</param>
/// <param name="Tag">What: a name of <see cref="BehaviourTag"/>.</param>
internal sealed record HandLabel(string File, string ActorId, double FromS, double ToS, string Tag)
{
    private const string Resource = "hand-labels.csv";

    /// <summary>The labels that come with the plugin; written before the rules of tags, and never read by them.</summary>
    public static IReadOnlyList<HandLabel> All { get; } = Read();

    private static List<HandLabel> Read()
    {
        using var stream = typeof(HandLabel).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        var labels = new List<HandLabel>();
        bool head = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (head)
            {
                head = false;
                continue;
            }

            string[] cells = line.Split(',');
            labels.Add(new HandLabel(cells[0], cells[1], double.Parse(cells[2], CultureInfo.InvariantCulture), double.Parse(cells[3], CultureInfo.InvariantCulture), BehaviourTag.Parse(cells[4])));
        }

        return labels;
    }
}
