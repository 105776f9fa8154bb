using Sim.Numerics;
using Sim.Tests.Rpc;

namespace Sim.Tests.Bridges;

/// <summary>How the two ends are connected.</summary>
internal enum Way
{
    Unix,
    Tcp,
    Tls,
}

/// <summary>One schedule: a fault on the way, or one in the simulator, or both.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Way">How the ends are connected.</param>
/// <param name="IsDriven">True when a driver is asked at every step; false when many steps come at once.</param>
/// <param name="Fault">What the proxy does.</param>
/// <param name="Odd">What the simulator does wrong, or empty.</param>
/// <param name="OddStep">At which step.</param>
internal sealed record SimulatorSchedule(int Index, Way Way, bool IsDriven, Fault Fault, string Odd, int OddStep)
{
    private static readonly FaultKind[] PlainKinds = [.. Enum.GetValues<FaultKind>().Where(k => k is not (FaultKind.None or FaultKind.TurnedBit))];

    // Without frames to see, these have no place.
    private static readonly FaultKind[] TlsKinds = [.. PlainKinds.Where(k => k is not (FaultKind.GarbageFrame or FaultKind.Repeat)), FaultKind.TurnedBit, FaultKind.TurnedBit];

    /// <summary>
    /// True when the simulator is right and the way is broken at most once and noticeably: then what was asked is asked again and the result must be the
    /// right one, given time.
    /// </summary>
    public bool MustSucceed => Odd is "" or "slow" or "break once" && (Fault.Kind is FaultKind.None or FaultKind.Delay or FaultKind.Trickle
        || (Odd != "break once" && Fault.Kind is FaultKind.Reset or FaultKind.ResetInMessage or FaultKind.CloseInMessage));

    /// <summary>Draws a schedule.</summary>
    public static SimulatorSchedule Draw(int index, int steps)
    {
        var random = new RandomStream(Numerics.Seed.Derive(20_261_123, "simulator-schedule", index, "draw"));
        var way = (Way)random.NextInt(3);
        bool driven = random.NextInt(4) != 0;
        var kinds = way == Way.Tls ? TlsKinds : PlainKinds;
        int what = random.NextInt(10);
        var kind = what < 7 ? kinds[random.NextInt(kinds.Length)] : FaultKind.None;
        string odd = what is 6 or 7 or 8 ? OddSimulatorServer.Faults[random.NextInt(OddSimulatorServer.Faults.Length)] : "";
        // Handshake, start, scenario and reset take the first frames, each step one or two more.
        int at = way == Way.Tls ? random.NextInt(12_000) : random.NextInt(driven ? 44 : 22);
        return new SimulatorSchedule(index, way, driven, new Fault(kind, random.NextInt(10) == 0 ? 1 : 0, random.NextInt(2) == 0, at, random.NextUInt64()), odd, random.NextInt(steps));
    }
}
