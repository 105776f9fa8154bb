using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// One case with a remote driver: a stream in lock-step, or single calls when the driver serves no stream. A stream that breaks is opened once
/// more and the same step is asked again, which the contract makes harmless. Not thread-safe.
/// </summary>
internal sealed class RemoteDriverSession : IDriverSession
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);
    private readonly Messages.Driver.DriverClient _client;
    private readonly Deadlines _deadlines;
    private readonly ObservationFrames _frames;
    private readonly Messages.DriveRequest _request;
    private readonly Action<string, bool> _ended;
    private readonly LockStep<Messages.DriveRequest, Messages.DriveReply> _steps;
    private bool _answered;
    private bool _failed;
    private bool _disposed;

    public RemoteDriverSession(Messages.Driver.DriverClient client, string id, DriverTask task, Deadlines deadlines, Action<string, bool> ended)
    {
        (_client, _deadlines, _ended) = (client, deadlines, ended);
        _frames = new ObservationFrames(task.EgoIndex);
        _request = new Messages.DriveRequest { SessionId = id, World = _frames.World };
        _steps = new LockStep<Messages.DriveRequest, Messages.DriveReply>(client.Drive, client.DecideAsync);
    }

    public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed)
        {
            throw new DriverFailedException("it failed at an earlier step");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _frames.Fill(observation);
        _request.Sensors.Clear();
        foreach (var frame in observation.Frames)
        {
            _request.Sensors.Add(FrameMessages.Of(frame, observation.Step));
        }

        var deadline = _answered ? _deadlines.Step : _deadlines.FirstStep;
        try
        {
            var answer = Read(Ask(deadline, cancellationToken));
            _answered = true;
            return answer;
        }
        catch
        {
            _failed = true;
            _steps.Abandon();
            throw;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        bool lost = false;
        long begin = Stopwatch.GetTimestamp();

        // A driver that has failed already is told, but hardly waited for.
        var deadline = _failed && _deadlines.Close > Brief ? Brief : _deadlines.Close;
        try
        {
            _steps.Complete(deadline);
            var request = new Messages.CloseSessionRequest { SessionId = _request.SessionId, Reason = _failed ? "failed" : "finished" };
            Calls.Unary<Messages.CloseSessionRequest, Messages.CloseSessionReply>(_client.CloseSessionAsync, request, Waiting.Left(deadline, begin), CancellationToken.None);
        }
        catch (Exception e) when (e is RpcException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // Whoever cannot be told that the case is over learns it from the end of its lease.
            lost = e is RpcException { StatusCode: StatusCode.Unavailable };
        }
        finally
        {
            _steps.Dispose();
            _ended(_request.SessionId, lost);
        }
    }

    private Messages.DriveReply Ask(TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return _steps.Ask(_request, deadline, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new DriverFailedException($"it missed its deadline of {Waiting.Text(deadline)}", e);
        }
        catch (RpcException e)
        {
            // The id differs from run to run.
            throw new DriverFailedException(PeerFault.Of(e).Text.Replace(_request.SessionId, "…", StringComparison.Ordinal), e);
        }
    }

    private DriverAnswer Read(Messages.DriveReply reply)
    {
        var world = _request.World;
        if (reply.SessionId != _request.SessionId)
        {
            throw new DriverFailedException("it answered for another session");
        }

        if (reply.Answer is { } frame && frame.Step != world.Step)
        {
            throw new DriverFailedException(string.Create(CultureInfo.InvariantCulture, $"it answered step {frame.Step} to step {world.Step}"));
        }

        if (reply.TimeUs != world.TimeUs)
        {
            throw new DriverFailedException(string.Create(CultureInfo.InvariantCulture, $"it answered time {reply.TimeUs} µs to time {world.TimeUs} µs"));
        }

        try
        {
            return AnswerMessages.From(reply.Answer);
        }
        catch (InputException e)
        {
            throw new DriverFailedException($"its answer is malformed: {e.Detail}", e);
        }
    }
}
