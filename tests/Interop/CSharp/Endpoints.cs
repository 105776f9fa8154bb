namespace Sim.Tests.Interop;

/// <summary>Where a server of the matrix listens, and the folder with the certificates and the token.</summary>
/// <param name="Plain">host:port without TLS.</param>
/// <param name="Tls">host:port with mutual TLS, where the token is wanted.</param>
/// <param name="Unix">Path of the socket.</param>
/// <param name="Relay">host:port that leads to <paramref name="Plain"/> and counts bytes.</param>
/// <param name="Folder">Folder of certificates.sh.</param>
internal sealed record Endpoints(string Plain, string Tls, string Unix, string Relay, string Folder)
{
    /// <summary>The bearer token.</summary>
    public string Token { get; } = File.ReadAllText(Path.Combine(Folder, "token")).Trim();
}
