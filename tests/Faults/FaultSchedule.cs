using Sim.Numerics;

namespace Sim.Tests.Faults;

/// <summary>One schedule: a fault on the way, or one in the peer, or both.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Link">How the ends are connected.</param>
/// <param name="IsDriven">True when a driver is asked at every step; false when a simulator may do many steps at once.</param>
/// <param name="Fault">What the proxy does.</param>
/// <param name="Odd">What the peer does wrong, or empty.</param>
/// <param name="OddStep">At which step.</param>
internal sealed record FaultSchedule(int Index, Link Link, bool IsDriven, Fault Fault, string Odd, int OddStep)
{
    /// <summary>
    /// True when the peer is right and the way is broken at most once and noticeably: then what was asked is asked again and the result must be the right
    /// one, given time.
    /// </summary>
    public bool MustSucceed => Odd is "" or "slow" or "break once" && (FaultKinds.IsHarmless(Fault.Kind) || (Odd != "break once" && FaultKinds.IsSeen(Fault.Kind)));

    /// <summary>Draws a schedule.</summary>
    /// <param name="source">From what.</param>
    /// <param name="index">Its number.</param>
    public static FaultSchedule Draw(FaultSource source, int index)
    {
        var random = new RandomStream(Numerics.Seed.Derive(source.Seed, source.Name, index, "draw"));
        var link = (Link)random.NextInt(3);
        bool driven = source.UndrivenFrames == 0 || random.NextInt(4) != 0;
        var kinds = link == Link.Tls ? FaultKinds.Tls : FaultKinds.Plain;
        int what = random.NextInt(10);
        var kind = what < 7 ? kinds[random.NextInt(kinds.Length)] : FaultKind.None;
        string odd = what is 6 or 7 or 8 ? source.Odds[random.NextInt(source.Odds.Count)] : "";
        int at = random.NextInt(link == Link.Tls ? source.Bytes : driven ? source.Frames : source.UndrivenFrames);
        return new FaultSchedule(index, link, driven, new Fault(kind, random.NextInt(10) == 0 ? 1 : 0, random.NextInt(2) == 0, at, random.NextUInt64()), odd, random.NextInt(source.Steps));
    }
}
