namespace Sim.Plugins.PseudoSimulation.Assessing;

/// <summary>The metrics of the assessor, in their order.</summary>
internal static class MetricNames
{
    public const string Epdms = "epdms";
    public const string StageOne = "epdms.stage1";
    public const string StageTwo = "epdms.stage2";
    public const string Pdms = "pdms";
    public const string Views = "epdms.views";
    public const string DriverCalls = "epdms.driver_calls";

    /// <summary>Short words of the sub-scores, in the order of <see cref="Stages.Aggregation.ScoreColumns"/>.</summary>
    public static readonly string[] Parts = ["nc", "dac", "ddc", "tlc", "ep", "ttc", "lk", "hc", "ec"];

    /// <summary>All of them.</summary>
    public static readonly string[] All =
    [
        Epdms, StageOne, .. Parts.Select(p => $"epdms.{p}"), Pdms, DriverCalls,
        StageTwo, Views, .. Parts.Select(p => $"{StageTwo}.{p}"),
    ];

    /// <summary>Those that a test of one stage gives.</summary>
    public static readonly string[] OneStage = All[..^(2 + Parts.Length)];

    /// <summary>A value at or below it is critical; null for none.</summary>
    public static double? CriticalAt(string name) => name switch
    {
        Epdms or StageOne or Pdms or "epdms.dac" or "epdms.ddc" or "epdms.tlc" or "epdms.ttc" => 0,
        "epdms.nc" => 0.5,
        _ => null,
    };

    /// <summary>Which way is worse.</summary>
    public static WorseDirection Worse(string name) => name == DriverCalls ? WorseDirection.Higher : WorseDirection.Lower;
}
