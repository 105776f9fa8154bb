namespace Sim.Host.Commands;

/// <summary>The verbs of the main loop.</summary>
internal static class Verbs
{
    /// <summary>One of each.</summary>
    public static IReadOnlyList<Verb> All() =>
    [
        new RunVerb(),
        new GenerateVerb(),
        new ReportVerb(),
        new CoverageVerb(),
        new BaselineVerb(),
        new MergeVerb(),
        new TriageVerb(),
        new ReplayVerb(),
        new ExportVerb(),
        new MinimiseVerb(),
        new BoundaryVerb(),
        new ScoreVerb(),
        new VerifyVerb(),
        new SignOffVerb(),
        new VerifyDeterminismVerb(),
        new InitVerb(),
        new ConvertVerb(),
        new ValidateVerb(),
        new SchemaVerb(),
        new MigrateVerb(),
        new DoctorVerb(),
        new SelfTestVerb(),
        new ServeVerb(),
        new EvaluateVerb(),
        new PluginsVerb(),
    ];
}
