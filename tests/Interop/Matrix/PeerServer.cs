using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sim.Tests.Interop;

/// <summary>A server of the matrix in a process of its own; it ends when its standard input does.</summary>
internal sealed class PeerServer : IRunningServer
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors;

    private PeerServer(Process process, ConcurrentQueue<string> errors, string plain, string tls)
    {
        (_process, _errors, Plain, Tls) = (process, errors, plain, tls);
    }

    public string Plain { get; }

    public string Tls { get; }

    public static async Task<PeerServer> StartAsync(string language, string folder, string socket)
    {
        var start = Peers.Command(language, "server", "--dir", folder, "--unix", socket);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        var errors = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, e) => errors.Enqueue(e.Data ?? "");
        process.BeginErrorReadLine();
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        string[] words = line?.Split(' ') ?? [];
        if (words is not ["ready", var plain, var tls])
        {
            process.Kill();
            throw new InvalidOperationException($"The {language} server said '{line}'. {string.Join('\n', errors)}");
        }

        return new PeerServer(process, errors, plain["plain=".Length..], tls["tls=".Length..]);
    }

    /// <summary>Ends the process with no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"The server ended with {_process.ExitCode}. {string.Join('\n', _errors)}");
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
