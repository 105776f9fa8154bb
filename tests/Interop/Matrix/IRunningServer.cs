namespace Sim.Tests.Interop;

/// <summary>A server of the matrix in any language; disposal stops it.</summary>
internal interface IRunningServer : IAsyncDisposable
{
    /// <summary>host:port without TLS.</summary>
    string Plain { get; }

    /// <summary>host:port with mutual TLS and token.</summary>
    string Tls { get; }
}
