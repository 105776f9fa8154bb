using System.Diagnostics;
using System.Globalization;

namespace Sim.Rpc.Peers;

/// <summary>
/// A child process, a driver or the worker of a plugin: started without a shell in a session of its own, with a private folder for its socket and a
/// standard input that stays open as long as this process lives. Its output is drained at all times. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>How variables begin that it is given.</summary>
    public const string VariablePrefix = "SIM_DRIVER_";

    /// <summary>Where it shall listen: "unix:/…".</summary>
    public const string AddressVariable = VariablePrefix + "ADDRESS";

    private const int MaxSocketPath = 100;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(500);
    private readonly ChildCommand _command;
    private readonly string _folder;
    private readonly Process _process;
    private readonly List<Thread> _drains = [];
    private readonly bool _ownSession;
    private readonly CancellationTokenSource _ended = new();
    private int _stopped;

    private ChildProcess(ChildCommand command, string folder, Process process, bool ownSession)
    {
        (_command, _folder, _process, _ownSession) = (command, folder, process, ownSession);
        Id = process.Id;
        process.Exited += (_, _) => _ended.Cancel();
        process.EnableRaisingEvents = true;
    }

    /// <summary>What it wrote.</summary>
    public OutputLog Log { get; } = new();

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Where it shall listen.</summary>
    public string Address => "unix:" + SocketPath;

    /// <summary>Its socket, once it listens.</summary>
    public string SocketPath => Path.Combine(_folder, "driver.sock");

    /// <summary>Cancelled when it has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>True when it was killed for its memory.</summary>
    public bool TookTooMuch { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="command">What.</param>
    /// <param name="workingFolder">Its working folder, absolute.</param>
    /// <param name="secrets">Finds a secret by name.</param>
    /// <param name="inTerminal">True for a debugger: it shares this terminal, its output is not caught, it is not told to watch its input.</param>
    /// <exception cref="InputException">No such program or folder, or a secret is not set.</exception>
    public static ChildProcess Start(ChildCommand command, string workingFolder, Func<string, string?> secrets, bool inTerminal)
    {
        if (!Directory.Exists(workingFolder))
        {
            throw (command.WorkingFolder ?? Setting.Empty).Error($"the {command.Kind}'s working folder '{command.WorkingFolder?.Raw ?? "."}' does not exist");
        }

        string program = ProgramPath.Find(command.Arguments[0], workingFolder)
            ?? throw new InputException($"there is no program '{command.Arguments[0]}' for the {command.Kind}; {(command.Arguments[0].Contains('/', StringComparison.Ordinal) ? $"such paths are relative to the {command.Kind}'s working folder" : "install it or write its path")}");
        string? setsid = inTerminal ? null : ProgramPath.Setsid;
        var start = new ProcessStartInfo(setsid ?? program, setsid is null ? command.Arguments.Skip(1) : [program, .. command.Arguments.Skip(1)])
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardInput = !inTerminal,
            RedirectStandardOutput = !inTerminal,
            RedirectStandardError = !inTerminal,
        };
        start.Environment.TryAdd("PYTHONUNBUFFERED", "1");
        foreach (var entry in command.Environment)
        {
            start.Environment[entry.Key] = Secrets.Resolve(entry.Value, secrets);
        }

        string folder = PrivateFolder();
        try
        {
            start.Environment[AddressVariable] = "unix:" + Path.Combine(folder, "driver.sock");
            if (!inTerminal)
            {
                start.Environment[VariablePrefix + "STDIN"] = "watch";
            }

            var process = Process.Start(start) ?? throw new InvalidOperationException("no process");
            var child = new ChildProcess(command, folder, process, setsid is not null);
            if (!inTerminal)
            {
                Reaper.Watch(process.Id, folder);
                child.Drain(process.StandardOutput.BaseStream, isError: false);
                child.Drain(process.StandardError.BaseStream, isError: true);
            }

            return child;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            Directory.Delete(folder, recursive: true);
            throw new InputException($"the {command.Kind} '{command.Shown}' cannot be started: {e.Message}", inner: e);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>True when it has ended.</returns>
    public bool WaitForExit(TimeSpan atMost) => _process.WaitForExit(atMost);

    /// <summary>A text about it as a result may hold it: see <see cref="StableWords"/>.</summary>
    public string Stable(string text) => StableWords.Stable(text, _folder);

    /// <summary>How it ended, with its last words: "its process ended with exit code 1: ValueError: …". Null while it runs.</summary>
    public string? Ending()
    {
        string? how = Outcome();
        string words = how is null || TookTooMuch ? "" : Log.LastErrorLine;
        return words.Length == 0 ? how : $"{how}: {words}";
    }

    /// <summary>How it ended, without its last words. Null while it runs.</summary>
    public string? Outcome()
    {
        if (TookTooMuch)
        {
            return $"its processes took more memory than 'memory: {_command.Memory?.Text}' allows";
        }

        if (!_process.HasExited)
        {
            return null;
        }

        // What it wrote last may still be in the pipe. A child of its own may hold the pipe open, so there is a limit.
        long end = Stopwatch.GetTimestamp();
        foreach (var drain in _drains)
        {
            var left = LastWords - Stopwatch.GetElapsedTime(end);
            drain.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        int code = _process.ExitCode;
        return code is > 128 and < 160
            ? string.Create(CultureInfo.InvariantCulture, $"its process was killed by signal {code - 128}{SignalName(code - 128)}")
            : string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {code}");
    }

    /// <summary>Lets output arrive that was written before now: waits until nothing came for a moment.</summary>
    public void Settle()
    {
        long before = -1;
        for (int i = 0; i < 20 && before != Log.Total; i++)
        {
            before = Log.Total;
            Thread.Sleep(1);
        }
    }

    /// <summary>Looks at its memory, and kills it when it holds more than it may.</summary>
    public void CheckMemory()
    {
        // Only while it is ours: later, its process id may be somebody else's.
        if (_command.Memory?.Bytes is { } limit && _ownSession && Volatile.Read(ref _stopped) == 0 && !_ended.IsCancellationRequested
            && ProcessTable.ResidentBytes(ProcessTable.Members(Id, null)) > limit)
        {
            TookTooMuch = true;
            KillAll();
        }
    }

    /// <summary>Ends it: asks first unless it does not deserve it, then kills what is left of its processes, and removes its folder. Safe to call twice.</summary>
    /// <param name="ask">True to ask with SIGTERM and to wait a little.</param>
    public void Stop(bool ask)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        if (_process.StartInfo.RedirectStandardInput)
        {
            CloseInput();
        }

        if (ask && !_process.HasExited)
        {
            ProcessTable.Signal(_ownSession ? -Id : Id, ProcessTable.Terminate);
            if (OperatingSystem.IsWindows() || !_process.WaitForExit(Grace))
            {
                KillAll();
            }
        }

        KillAll();
        _process.WaitForExit(Grace);
        Reaper.Forget(Id, _folder);
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that it made unreadable there; the folder is private and temporary.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(ask: false);
        foreach (var drain in _drains)
        {
            drain.Join(LastWords);
        }

        _process.Dispose();
    }

    // Twice: a process may have made another one between the look and the kill.
    private void KillAll()
    {
        if (!_ownSession)
        {
            TryKillTree();
            return;
        }

        for (int round = 0; round < 5; round++)
        {
            var members = ProcessTable.Members(Id, $"{AddressVariable}={Address}");
            if (members.Count == 0 && round > 0)
            {
                return;
            }

            ProcessTable.Signal(-Id, ProcessTable.Kill);
            foreach (int member in members)
            {
                ProcessTable.Signal(member, ProcessTable.Kill);
            }

            Thread.Sleep(round);
        }
    }

    private void TryKillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its end of the pipe is closed already.
        }
    }

    private void Drain(Stream stream, bool isError)
    {
        var thread = new Thread(() =>
        {
            byte[] buffer = new byte[64 << 10];
            try
            {
                for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
                {
                    Log.Append(buffer.AsSpan(0, count), isError);
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The pipe is closed.
            }
        })
        { IsBackground = true, Name = "child output" };
        _drains.Add(thread);
        thread.Start();
    }

    // Sockets have short paths, and the reaper splits lines at blanks.
    private static string PrivateFolder()
    {
        string temporary = Path.GetTempPath();
        bool fits = temporary.Length < MaxSocketPath - 40 && !temporary.Any(char.IsWhiteSpace);
        return fits || OperatingSystem.IsWindows()
            ? Directory.CreateTempSubdirectory("sim-driver-").FullName
            : Directory.CreateDirectory(Path.Combine("/tmp", "sim-driver-" + Path.GetRandomFileName()), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    private static string SignalName(int signal) => signal switch
    {
        4 => " (SIGILL)",
        6 => " (SIGABRT)",
        7 => " (SIGBUS)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
