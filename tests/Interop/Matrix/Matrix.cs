using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

[assembly: AssemblyFixture(typeof(Sim.Tests.Interop.Matrix))]

namespace Sim.Tests.Interop;

/// <summary>Runs each pair of client and server once and keeps what it found.</summary>
public sealed class Matrix : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("interop-").FullName;
    private readonly ConcurrentDictionary<(string Client, string Server), Lazy<Task<PairResult>>> _pairs = new();
    private readonly Lazy<string?> _missing;
    private int _sockets;

    public Matrix() => _missing = new Lazy<string?>(Prepare);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal Task<PairResult> PairAsync(string client, string server)
    {
        SkipWithoutPeers();
        return _pairs.GetOrAdd((client, server), p => new Lazy<Task<PairResult>>(() => RunAsync(p.Client, p.Server))).Value;
    }

    internal void SkipWithoutPeers()
    {
        if (_missing.Value is not { } missing) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
        Assert.Skip(missing);
    }

    private string? Prepare()
    {
        string? missing = Peers.Missing();
        if (missing is null)
        {
            Peers.Build();
            Peers.Certificates(_folder);
        }

        return missing;
    }

    private async Task<PairResult> RunAsync(string client, string server)
    {
        string socket = NewSocket();
        await using var running = await StartAsync(server, socket);
        using var relay = new ByteRelay(running.Plain);
        var at = new Endpoints(running.Plain, running.Tls, socket, relay.Address, _folder);
        var lines = client == "csharp" ? await Cases.RunAsync(at) : await PrintedAsync(client, at);
        return new PairResult(lines, relay.Up, relay.Down);
    }

    internal string NewSocket() => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"s{Interlocked.Increment(ref _sockets)}"));

    internal async Task<IRunningServer> StartAsync(string language, string socket) =>
        language == "csharp" ? await InteropServer.StartAsync(_folder, socket) : await PeerServer.StartAsync(language, _folder, socket);

    private static async Task<IReadOnlyList<string>> PrintedAsync(string language, Endpoints at)
    {
        var start = Peers.Command(language, "client", "--dir", at.Folder, "--plain", at.Plain, "--tls", at.Tls, "--unix", at.Unix, "--relay", at.Relay);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return process.ExitCode == 0 ? lines : [.. lines, $"FAIL client ended with {process.ExitCode}: {await errors}"];
    }
}
