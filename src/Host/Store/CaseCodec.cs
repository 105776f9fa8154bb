namespace Sim.Host.Store;

/// <summary>How scenarios and recordings become files.</summary>
/// <param name="WriteScenario">Scenario to the bytes of scenario.yaml; told whether the recording beside it holds the map.</param>
/// <param name="ReadScenario">Bytes, file name and the recording beside it (or null) to a scenario.</param>
/// <param name="WriteRecording">Recording to the bytes of recording.mcap.</param>
/// <param name="ReadRecording">Bytes and file name to a recording.</param>
internal sealed record CaseCodec(
    Func<Scenario, bool, byte[]> WriteScenario,
    Func<ReadOnlyMemory<byte>, string, Func<Recording?>, Scenario> ReadScenario,
    Func<Recording, byte[]> WriteRecording,
    Func<ReadOnlyMemory<byte>, string, Recording> ReadRecording);
