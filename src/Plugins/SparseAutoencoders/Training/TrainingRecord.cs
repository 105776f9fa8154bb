namespace Sim.Plugins.SparseAutoencoders.Training;

/// <summary>What <c>training.json</c> says: everything that led to the model, and nothing of the clock, so a training that was stopped and resumed writes the same bytes.</summary>
internal sealed record TrainingRecord(
    int Schema,
    string Generator,
    string Recipe,
    IReadOnlyDictionary<string, string> Options,
    int Width,
    int Features,
    ulong Seed,
    long Steps,
    long Tokens,
    int Batch,
    int Buffer,
    int Block,
    TrainedData Data,
    string Normalisation,
    double NormalisationFactor,
    string Cpu,
    string Format,
    TrainedStep Last,
    IReadOnlyList<TrainedStep> Metrics);

internal sealed record TrainedData(long Rows, IReadOnlyList<TrainedFile> Files, IReadOnlyDictionary<string, string> Metadata);

internal sealed record TrainedFile(string Name, long Bytes);

/// <summary>A step; figures that are not defined are null.</summary>
internal sealed record TrainedStep(long Step, double? Loss, double MeanActive, double? Unexplained, int Dead, double LearningRate);

/// <summary>What <c>--json</c> writes at the end.</summary>
internal sealed record TrainingEnd(bool Finished, string Out, long Steps, long Tokens, double Seconds, double TokensPerSecond, TrainedStep? Last);
