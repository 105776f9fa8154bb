using Sim.Numerics;

namespace Sim.Tests.Faults;

/// <summary>A fault between a case and a simulator in a process of its own, sometimes a second one after the first, sometimes with a reset.</summary>
/// <param name="Index">Its number.</param>
/// <param name="First">The fault.</param>
/// <param name="Second">What befalls the process or connection that takes the place of the first.</param>
/// <param name="Resets">True when the session is reset in the end and does all again.</param>
internal sealed record ProcessSchedule(int Index, Fault First, Fault Second, bool Resets)
{
    /// <summary>Draws one.</summary>
    /// <param name="name">Name of the stream.</param>
    /// <param name="kinds">What the first fault may be; each in its turn, so that few schedules have many kinds.</param>
    /// <param name="frames">Frames of a case in each direction, about.</param>
    /// <param name="index">Its number.</param>
    public static ProcessSchedule Draw(string name, IReadOnlyList<FaultKind> kinds, int frames, int index)
    {
        var random = new RandomStream(Numerics.Seed.Derive(20_261_124, name, index, "draw"));
        // Only who answers can lie about the time, and it needs some answers left to do so.
        Fault Next(FaultKind kind) => new(kind, 0, random.NextInt(2) == 0 && kind != FaultKind.WrongTick, random.NextInt(kind == FaultKind.WrongTick ? frames / 2 : frames), random.NextUInt64());
        // 7 has no factor in common with the numbers of kinds, so all have their turn in another order than they are written in.
        var first = Next(kinds[7 * index % kinds.Count]);
        var second = Next(random.NextInt(5) == 0 ? kinds[random.NextInt(kinds.Count)] : FaultKind.None);
        return new ProcessSchedule(index, first, second, random.NextInt(3) == 0);
    }
}
