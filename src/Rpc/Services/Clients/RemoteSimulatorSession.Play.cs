using System.Text.Json;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>A whole case in one call.</summary>
internal sealed partial class RemoteSimulatorSession
{
    private ScenarioUpload? _upload;
    private PlayStream? _play;
    private Messages.PlayReply? _first;
    private bool _perfect;
    private bool _repeating;
    private int _repeatedAt;

    private TimeSpan PlayDeadline => Deadlines.Open == Timeout.InfiniteTimeSpan || Deadlines.FirstStep == Timeout.InfiniteTimeSpan
        ? Timeout.InfiniteTimeSpan
        : Deadlines.Open + Deadlines.FirstStep;

    /// <returns>Null when the simulator does not serve the call after all.</returns>
    private WorldReader? LoadAndPlay(ScenarioUpload upload, CancellationToken cancellationToken)
    {
        _upload = upload;
        try
        {
            _first = Guard(() => Play(cancellationToken));
        }
        catch (InputException e) when (e.InnerException is RpcException { StatusCode: StatusCode.Unimplemented } && PeerFault.Of((RpcException)e.InnerException).Detail is null)
        {
            _simulator.PlaysNot();
            EndPlay();
            _failed = false;
            return null;
        }

        return ReaderOf(upload, _first.Loaded ?? throw Failed("its answer to the scenario is malformed: 'loaded' is missing", null));
    }

    // Step 0 and what came with it.
    private void BeginPlay(WorldReader reader)
    {
        if (_first is null || _perfect != _perfectTracking)
        {
            _first = Play(CancellationToken.None);
        }

        (_repeating, _repeatedAt) = (false, -1);
        Begin(reader, _first);
    }

    private void Begin(WorldReader reader, Messages.PlayReply first)
    {
        Begin(reader, first.Begun);
        if (first.Steps is not null)
        {
            Keep(first.Steps);
            _answered = true;
        }

        _first = null;
    }

    private Messages.PlayReply Play(CancellationToken cancellationToken)
    {
        _perfect = _perfectTracking;
        var request = _upload!.Play(_header, _perfect);
        _simulator.Began(_id);
        return _simulator.Try(
            _id,
            left =>
            {
                _play?.Dispose();
                _play = new PlayStream(_simulator.Client, request);
                return _play.Next(left, cancellationToken);
            },
            PlayDeadline,
            "the scenario");
    }

    // More steps. A connection that is lost at a step is worth a second call, from the start: what was there before must come again.
    private void AskPlay(CancellationToken cancellationToken)
    {
        try
        {
            Keep(_play!.Next(_answered ? Deadlines.Step : Deadlines.FirstStep, cancellationToken).Steps ?? throw Failed("its answer is malformed: 'steps' is missing", null));
        }
        catch (TimeoutException e)
        {
            throw new ModuleFailedException($"it missed its deadline of {Waiting.Text(_answered ? Deadlines.Step : Deadlines.FirstStep)}", e) { IsLost = true };
        }
        catch (RpcException e)
        {
            var fault = PeerFault.Of(e);
            int step = Reader.Run.Step;
            if (!fault.IsLost || _repeating || _repeatedAt == step || _simulator.Info.Reproducibility != Reproducibility.Bit)
            {
                throw RemoteSimulator.Failed(fault, fault.Text.Replace(_id, "…", StringComparison.Ordinal), e);
            }

            (_repeating, _repeatedAt) = (true, step);
            Repeat(step, cancellationToken);
            _repeating = false;
        }

        _answered = true;
    }

    private void Repeat(int step, CancellationToken cancellationToken)
    {
        var before = Reader.Run.Finish();
        var first = Play(cancellationToken);
        var reader = ReaderOf(_upload!, first.Loaded ?? throw Failed("its answer to the scenario is malformed: 'loaded' is missing", null));
        (_reader, _quiet) = (reader, 0);
        Begin(reader, first);
        while (reader.Run.Step < step && reader.Run.End is null)
        {
            if (_ahead.Count == 0)
            {
                AskPlay(cancellationToken);
            }

            Take(reader);
        }

        if (!Bytes(before).AsSpan().SequenceEqual(Bytes(reader.Run.Finish())))
        {
            throw Failed("its connection was lost, and when the case was begun again it went another way", null);
        }

        if (_ahead.Count == 0)
        {
            AskPlay(cancellationToken);
        }
    }

    // True when the simulator may still be at it.
    private bool EndPlay()
    {
        bool goesOn = _play is { HasEnded: false };
        _play?.Dispose();
        (_play, _upload, _first) = (null, null, null);
        return goesOn;
    }

    private static byte[] Bytes(Recording recording) => JsonSerializer.SerializeToUtf8Bytes(recording, SimJson.Default.Recording);
}
