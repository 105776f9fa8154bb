using Sim.Numerics;

namespace Sim.Tests.Rpc;

/// <summary>How the two ends are connected.</summary>
internal enum Link
{
    Unix,
    Tcp,
    Tls,
}

/// <summary>One schedule: a fault on the way, or one in the driver, or both.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Link">How the ends are connected.</param>
/// <param name="Fault">What the proxy does.</param>
/// <param name="Odd">What the driver does wrong, or empty.</param>
/// <param name="OddStep">At which step.</param>
internal sealed record FaultSchedule(int Index, Link Link, Fault Fault, string Odd, int OddStep)
{
    private static readonly FaultKind[] PlainKinds = [.. Enum.GetValues<FaultKind>().Where(k => k is not (FaultKind.None or FaultKind.TurnedBit))];

    // Without frames to see, these have no place.
    private static readonly FaultKind[] TlsKinds = [.. PlainKinds.Where(k => k is not (FaultKind.GarbageFrame or FaultKind.Repeat)), FaultKind.TurnedBit, FaultKind.TurnedBit];

    /// <summary>
    /// True when the driver is right and the way is broken at most once and noticeably: then the stream is opened again and the result must be the right
    /// one, given time.
    /// </summary>
    public bool MustSucceed => Odd is "" or "slow" or "break once" && (Fault.Kind is FaultKind.None or FaultKind.Delay or FaultKind.Trickle
        || (Odd != "break once" && Fault.Kind is FaultKind.Reset or FaultKind.ResetInMessage or FaultKind.CloseInMessage));

    /// <summary>Draws a schedule.</summary>
    public static FaultSchedule Draw(int index, int steps)
    {
        var random = new RandomStream(Numerics.Seed.Derive(20_261_122, "fault-schedule", index, "draw"));
        var link = (Link)random.NextInt(3);
        var kinds = link == Link.Tls ? TlsKinds : PlainKinds;
        int what = random.NextInt(10);
        var kind = what < 7 ? kinds[random.NextInt(kinds.Length)] : FaultKind.None;
        string odd = what is 6 or 7 or 8 ? OddDriverServer.Faults[random.NextInt(OddDriverServer.Faults.Length)] : "";
        // The handshake and the task take the first frames, each step one or two more.
        int at = link == Link.Tls ? random.NextInt(9_000) : random.NextInt(36);
        return new FaultSchedule(index, link, new Fault(kind, random.NextInt(10) == 0 ? 1 : 0, random.NextInt(2) == 0, at, random.NextUInt64()), odd, random.NextInt(steps));
    }
}
