using System.Security.Cryptography;

namespace Sim.Reports;

/// <summary>A map's block.</summary>
/// <param name="Key">First digits of the SHA-256 of its JSON.</param>
/// <param name="Base64">The block's text.</param>
internal sealed record PageMap(string Key, string Base64)
{
    /// <summary>The block of a map's JSON.</summary>
    public static PageMap Of(byte[] json) => new(Convert.ToHexStringLower(SHA256.HashData(json))[..16], PageBlocks.Pack(json));
}
