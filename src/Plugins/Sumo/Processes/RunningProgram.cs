using System.Diagnostics;
using System.Text;

namespace Sim.Plugins.Sumo.Processes;

/// <summary>A program of SUMO that runs: started without a shell, its input closed, its output drained and bounded. Thread-safe.</summary>
internal sealed class RunningProgram : IDisposable
{
    private const int MaxKept = 16 << 10;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Lock _gate = new();

    private RunningProgram(Process process) => _process = process;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The first line of its output, once it has ended.</summary>
    public string? FirstLine { get; private set; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program.</summary>
    /// <exception cref="InputException">It cannot be started.</exception>
    public static RunningProgram Start(string program, string home, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUMO_HOME"] = home;
        start.Environment["LC_ALL"] = "C";
        try
        {
            var process = Process.Start(start) ?? throw new InputException($"'{program}' cannot be started");
            var running = new RunningProgram(process);
            process.OutputDataReceived += (_, line) => running.FirstLine ??= line.Data;
            process.ErrorDataReceived += (_, line) => running.Note(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.StandardInput.Close();
            return running;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InputException($"'{program}' cannot be started: {e.Message}", inner: e);
        }
    }

    /// <summary>Waits for its end; kills it when it takes too long.</summary>
    /// <returns>Its exit code, or null when it was killed.</returns>
    public int? WaitForExit(TimeSpan atMost, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!_process.WaitForExit(50))
        {
            if (cancellationToken.IsCancellationRequested || Stopwatch.GetElapsedTime(begin) > atMost)
            {
                Kill();
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>What it wrote to standard error that matters: the lines with "Error", else the last one.</summary>
    public string Words()
    {
        if (_process.HasExited)
        {
            // The last lines may still be in the pipe.
            _process.WaitForExit(500);
        }

        lock (_gate)
        {
            var lines = _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var errors = lines.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Take(3).ToList();
            return errors.Count > 0 ? string.Join(" ", errors) : lines.LastOrDefault(l => !l.StartsWith("Quitting", StringComparison.Ordinal)) ?? "";
        }
    }

    /// <summary>How it ended, with its words; null while it runs.</summary>
    public string? Ending()
    {
        if (!_process.HasExited)
        {
            return null;
        }

        string words = Words();
        int code = _process.ExitCode;
        string how = code > 128 ? FormattableString.Invariant($"SUMO was killed by signal {code - 128}") : FormattableString.Invariant($"SUMO ended with exit code {code}");
        return words.Length > 0 ? $"{how}: {words}" : how;
    }

    /// <summary>Waits a moment for its end.</summary>
    /// <returns>True when it has ended.</returns>
    public bool HasEnded(TimeSpan grace) => _process.WaitForExit(grace);

    /// <summary>Waits a moment for its end, then kills it.</summary>
    public void Stop(TimeSpan grace)
    {
        try
        {
            if (!_process.WaitForExit(grace))
            {
                Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // It is gone.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit(2000);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    private void Note(string? line)
    {
        lock (_gate)
        {
            if (line is not null && _errors.Length < MaxKept)
            {
                _errors.Append(line.Length > 1000 ? line[..1000] : line).Append('\n');
            }
        }
    }
}
