namespace Sim.Host.Store;

/// <summary>How scenarios and recordings become files.</summary>
/// <param name="WriteScenario">Scenario to the bytes of scenario.yaml.</param>
/// <param name="ReadScenario">Bytes and file name to a scenario.</param>
/// <param name="WriteRecording">Recording to the bytes of recording.mcap.</param>
/// <param name="ReadRecording">Bytes and file name to a recording.</param>
internal sealed record CaseCodec(
    Func<Scenario, byte[]> WriteScenario,
    Func<ReadOnlyMemory<byte>, string, Scenario> ReadScenario,
    Func<Recording, byte[]> WriteRecording,
    Func<ReadOnlyMemory<byte>, string, Recording> ReadRecording);
