using Sim.Rpc.Peers;
using Sim.Rpc.Services;

namespace Sim.Host.Drivers;

/// <summary>Options of a peer for one case.</summary>
internal static class PeerOptionsForCase
{
    /// <summary>The same, without deadlines when somebody debugs.</summary>
    public static PeerOptions For(this PeerOptions options, LeaseContext context) => context.Debugging is null ? options : options with { Deadlines = Deadlines.None };
}
