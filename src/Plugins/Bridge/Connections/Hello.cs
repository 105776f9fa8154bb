using System.Globalization;
using System.Text.Json;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>How a peer is named in the identity of a run. Pure.</summary>
internal static class Hello
{
    /// <summary>"sumo 1.15.0, contract 1.0.0, bit"; the version of what stands behind it in brackets.</summary>
    public static string Of(RemoteSimulator simulator)
    {
        var contract = simulator.Handshake.Contract;
        string native = simulator.Handshake.Server?.NativeVersion ?? "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{simulator.Info.Name} {simulator.Info.Version}{(native.Length > 0 ? $" ({native})" : "")}, contract {contract.Major}.{contract.Minor}.{contract.Patch}, {JsonNamingPolicy.SnakeCaseLower.ConvertName(simulator.Info.Reproducibility.ToString())}");
    }
}
