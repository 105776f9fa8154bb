using System.Globalization;
using Sim.Plugins.PseudoSimulation.Stages.Aggregation;

namespace Sim.Studies.PseudoSimulation;

/// <summary>A measure of the study: one number for each driver and scene.</summary>
/// <param name="Key">Name in the table of drivers.</param>
/// <param name="Title">Name in the page.</param>
internal sealed record Column(string Key, string Title)
{
    /// <summary>nuPlan's closed-loop score, what all others are held against.</summary>
    public const string ClosedLoop = "closed_loop";

    /// <summary>Average displacement over 8 s, m.</summary>
    public const string Ade8 = "ade_8s_m";

    /// <summary>One stage, reduced score.</summary>
    public const string OneStageReduced = "one_stage_reduced";

    /// <summary>One stage, full score.</summary>
    public const string OneStage = "one_stage_full";

    /// <summary>Key of a two-stage score.</summary>
    public static string TwoStage(bool reduced, int percent, EndPointDefinition end) => string.Create(
        CultureInfo.InvariantCulture,
        $"two_stage_{(reduced ? "reduced" : "full")}_{percent}{(end == EndPointDefinition.SimulatedEnd ? "_simulated_end" : "")}");

    /// <summary>All measures, in the order of the tables.</summary>
    public static IReadOnlyList<Column> All(IReadOnlyList<int> views)
    {
        List<Column> columns =
        [
            new(ClosedLoop, "closed-loop score"),
            new("ade_4s_m", "ADE, 4 s"),
            new("fde_4s_m", "FDE, 4 s"),
            new(Ade8, "ADE, 8 s"),
            new("fde_8s_m", "FDE, 8 s"),
            new(OneStageReduced, "one stage, reduced EPDMS"),
            new(OneStage, "one stage, full EPDMS"),
        ];
        foreach (var end in (EndPointDefinition[])[EndPointDefinition.SubmittedPlan, EndPointDefinition.SimulatedEnd])
        {
            foreach (bool reduced in (bool[])[true, false])
            {
                foreach (int percent in views)
                {
                    string text = string.Create(CultureInfo.InvariantCulture, $"two stages, {(reduced ? "reduced" : "full")} EPDMS, {percent} % of the views");
                    columns.Add(new Column(TwoStage(reduced, percent, end), end == EndPointDefinition.SimulatedEnd ? text + ", simulated end" : text));
                }
            }
        }

        return columns;
    }
}
