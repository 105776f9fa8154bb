using System.Diagnostics;

namespace Sim.Bench.Peers.Grpc;

/// <summary>A server of the transport benchmarks in a process of its own; it ends when its standard input does.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string target, string socket) => (_process, Target, Socket) = (process, target, socket);

    /// <summary>host:port.</summary>
    public string Target { get; }

    /// <summary>unix:path.</summary>
    public string Socket { get; }

    /// <summary>User plus system seconds so far.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static PeerProcess Serve(string[] command, string socket)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], "server", socket]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        string? line = process.StandardOutput.ReadLine();
        return line?.Split(' ') is ["ready", var target]
            ? new PeerProcess(process, target, "unix:" + socket)
            : throw new InvalidOperationException($"{string.Join(' ', command)} said '{line}'.");
    }

    /// <summary>Runs a client to its end.</summary>
    /// <returns>What it printed, and its user plus system seconds.</returns>
    public static (string[] Words, double CpuSeconds) Client(string[] command, params string[] arguments)
    {
        // The shell's own clock gives the seconds of the finished program; a Process object forgets them.
        var start = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", .. command, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = errors.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {string.Join('\n', lines)}");
        double seconds = lines[^1].Split(' ').Sum(t => double.Parse(t, System.Globalization.CultureInfo.InvariantCulture));
        return (output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), seconds);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill();
        _process.Dispose();
    }
}
