using System.Net;
using System.Net.Sockets;
using Sim.Plugins.Sdk;
using Sim.Plugins.Sumo.Traci;

namespace Sim.Plugins.Sumo.Processes;

/// <summary>
/// A SUMO process and the connection to it. All that was sent is kept: when the process dies or hangs it is killed, started again with the same seed and
/// given the same messages; only when it gives the same answers does the run go on. Not thread-safe.
/// </summary>
internal sealed class SumoLink : IDisposable
{
    /// <summary>TraCI version that is known to work: SUMO 1.2 to 1.15.</summary>
    public const int KnownApi = 20;

    private const int PortTries = 3;
    private const long MaxJournal = 256 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly SumoInstallation _installation;
    private readonly IReadOnlyList<string> _arguments;
    private readonly string _folder;
    private readonly SumoOptions _options;
    private readonly TraciWriter _own = new();
    private readonly List<(byte[] Message, int Answer)> _journal = [];
    private long _journalBytes;
    private RunningProgram? _process;
    private TraciConnection? _connection;
    private int _restarts;
    private bool _dirty;

    /// <summary>Prepares; nothing is started yet.</summary>
    /// <param name="installation">Where SUMO is.</param>
    /// <param name="arguments">Its arguments without the port: network, routes, seed, step.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="options">Deadlines, restarts, versions.</param>
    public SumoLink(SumoInstallation installation, IReadOnlyList<string> arguments, string folder, SumoOptions options) =>
        (_installation, _arguments, _folder, _options) = (installation, arguments, folder, options);

    /// <summary>What SUMO calls itself: "SUMO 1.15.0".</summary>
    public string Version { get; private set; } = "";

    /// <summary>How often SUMO was started again.</summary>
    public int Restarts => _restarts;

    /// <summary>Process id, for tests.</summary>
    public int ProcessId => _process?.Id ?? 0;

    /// <summary>The port to connect to for the one that SUMO listens on: another one only where a test stands in between.</summary>
    public Func<int, int> Through { get; init; } = static port => port;

    /// <summary>Begins an episode: starts SUMO, or loads it again when it has been used.</summary>
    /// <exception cref="ModuleFailedException">It does not start.</exception>
    public void Begin(CancellationToken cancellationToken)
    {
        _journal.Clear();
        (_journalBytes, _restarts) = (0, 0);
        if (_connection is not null && _dirty)
        {
            try
            {
                var answer = new TraciReader(_connection.Exchange(
                    _own.Clear().Begin(TraciIds.Load).TypedTexts(_arguments).End().Message(), _options.StartDeadline, cancellationToken));
                TraciAnswer.Require(ref answer, TraciIds.Load, "to load");
                _dirty = false;
                return;
            }
            catch (TraciException)
            {
                Stop();
            }
        }

        if (_connection is null)
        {
            try
            {
                Start(cancellationToken);
            }
            catch (TraciException e)
            {
                throw Failed(e, "could not be started");
            }
        }
    }

    /// <summary>Sends a message and gives its answer, starting SUMO again where it was lost.</summary>
    /// <exception cref="ModuleFailedException">SUMO was lost for good, or differs when it is started again.</exception>
    public TraciReader Exchange(TraciWriter message, CancellationToken cancellationToken)
    {
        var bytes = message.Message();
        ReadOnlySpan<byte> answer;
        try
        {
            answer = (_connection ?? throw new InvalidOperationException("SUMO was not started.")).Exchange(bytes, Deadline, cancellationToken);
        }
        catch (TraciException lost) when (lost.IsLost)
        {
            answer = Again(bytes, lost, cancellationToken);
        }

        _dirty = true;
        if (_journalBytes <= MaxJournal)
        {
            _journal.Add((bytes.ToArray(), Digest(answer)));
            _journalBytes += bytes.Length + 64;
        }

        return new TraciReader(answer);
    }

    public void Dispose()
    {
        if (_connection is not null && _process is { HasExited: false })
        {
            try
            {
                _connection.Exchange(_own.Clear().Begin(TraciIds.Close).End().Message(), Grace, CancellationToken.None);
                _connection.Dispose();
                _process.Stop(Grace);
            }
            catch (TraciException)
            {
                // It is killed below.
            }
        }

        Stop();
    }

    // The first exchange waits for the network to be loaded.
    private TimeSpan Deadline => _journal.Count == 0 ? _options.StartDeadline : _options.Deadline;

    private ReadOnlySpan<byte> Again(ReadOnlySpan<byte> pending, TraciException lost, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_restarts >= _options.Restarts || _journalBytes > MaxJournal)
            {
                throw Failed(lost, "was lost");
            }

            _restarts++;
            Stop();
            try
            {
                Start(cancellationToken);
                for (int i = 0; i < _journal.Count; i++)
                {
                    if (Digest(_connection!.Exchange(_journal[i].Message, i == 0 ? _options.StartDeadline : _options.Deadline, cancellationToken)) != _journal[i].Answer)
                    {
                        throw new ModuleFailedException($"SUMO was lost ({lost.Message}), and when it was started again with the same seed it answered differently at message {i}: the run cannot go on");
                    }
                }

                return _connection!.Exchange(pending, Deadline, cancellationToken);
            }
            catch (TraciException again) when (again.IsLost)
            {
                lost = again;
            }
        }
    }

    private void Start(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            _process = RunningProgram.Start(_installation.Sumo, _installation.Home, _folder, [.. _arguments, "--remote-port", FormattableString.Invariant($"{port}")]);
            try
            {
                _connection = TraciConnection.Connect(Through(port), _options.StartDeadline, _process.Ending, cancellationToken);
                break;
            }
            catch (TraciException e) when (attempt < PortTries && e.Message.Contains("socket", StringComparison.OrdinalIgnoreCase))
            {
                // Somebody else took the port between the look and the start.
                Stop();
            }
        }

        var answer = new TraciReader(_connection.Exchange(_own.Clear().Begin(TraciIds.Version).End().Message(), _options.StartDeadline, cancellationToken));
        TraciAnswer.Require(ref answer, TraciIds.Version, "its version");
        var told = answer.Command(out byte id);
        if (id != TraciIds.Version)
        {
            throw TraciReader.Broken("no version");
        }

        int api = told.Int();
        Version = told.Text();
        if (api != KnownApi && !_options.AnyVersion)
        {
            Stop();
            throw new InputException($"this is {Version} with TraCI {api}; only TraCI {KnownApi} is known to work. Set 'any_version: true' to try it");
        }

        _dirty = false;
    }

    private ModuleFailedException Failed(TraciException lost, string what)
    {
        // A process that dies closes its connection first. One that is still there has to be killed, which is not what went wrong.
        bool died = _process?.HasEnded(TimeSpan.FromMilliseconds(200)) == true;
        string text = $"SUMO {what}: {(died ? _process!.Ending() : null) ?? lost.Message}";
        if (_restarts > 0)
        {
            text += FormattableString.Invariant($" (started again {_restarts} times)");
        }

        Stop();
        return new ModuleFailedException(text, lost) { IsLost = true };
    }

    private void Stop()
    {
        _connection?.Dispose();
        _process?.Dispose();
        (_connection, _process) = (null, null);
    }

    private static int Digest(ReadOnlySpan<byte> answer)
    {
        var hash = default(HashCode);
        hash.AddBytes(answer);
        return hash.ToHashCode();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
