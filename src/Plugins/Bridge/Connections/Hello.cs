using System.Globalization;
using System.Text.Json;
using Sim.Plugins.Sdk;
using Messages = Sim.Rpc.Messages;

namespace Sim.Plugins.Bridge;

/// <summary>How a peer is named in the identity of a run. Pure.</summary>
internal static class Hello
{
    /// <summary>"sumo 1.15.0, contract 1.0.0, bit"; the version of what stands behind it in brackets.</summary>
    public static string Of(Messages.HandshakeReply handshake, SimulatorInfo info)
    {
        var contract = handshake.Contract;
        string native = handshake.Server?.NativeVersion ?? "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{info.Name} {info.Version}{(native.Length > 0 ? $" ({native})" : "")}, contract {contract.Major}.{contract.Minor}.{contract.Patch}, {JsonNamingPolicy.SnakeCaseLower.ConvertName(info.Reproducibility.ToString())}");
    }
}
