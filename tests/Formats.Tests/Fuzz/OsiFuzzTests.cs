using Sim.Formats.Osi;
using Sim.Tests.Osi;

namespace Sim.Tests.Fuzz;

public sealed class OsiFuzzTests
{
    private static readonly byte[] Foreign = OsiSamples.Trace(Enumerable.Range(0, 5).Select(i => OsiSamples.Truth(i * 0.1, m =>
    {
        OsiSamples.Car(m, 4, 10 + i, 5, 0);
        OsiSamples.Car(m, 9, 20, 5 - i);
        OsiSamples.Bulb(m, 50, 5.4, 2, (ulong)(2 + (i % 2)));
    })));

    private static readonly Mutator Mutants = new(0x051, [OsiSamples.Trace(OsiSamples.Recording()), Foreign], "\u0012\u0002\b\u0001", "*\0", ":\0", "\u007f", "\b\u0001", "\0\0\0\0", "sim");

    [Fact]
    public void Damaged_OSI_traces_are_read_or_refused_by_name() => FuzzRun.Check("fuzz.osi", Mutants.Make, bytes =>
    {
        var recording = OsiTraceReader.Read(bytes, "fuzz.osi");
        _ = recording.Map.Index();
        OsiTraceWriter.Write(recording with { StepCount = Math.Min(recording.StepCount, 100) }, Stream.Null);
    }, lines: false);
}
