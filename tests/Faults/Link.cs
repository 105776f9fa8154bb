namespace Sim.Tests.Faults;

/// <summary>How the two ends are connected.</summary>
internal enum Link
{
    Unix,
    Tcp,
    Tls,
}
