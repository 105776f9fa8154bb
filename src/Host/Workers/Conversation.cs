using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Sim.Host.Workers.Messages;

namespace Sim.Host.Workers;

/// <summary>
/// One end of a conversation in which both ends ask and answer, many calls at the same time. Each call is answered on a thread of the pool, so that
/// a slow one holds up nobody. Thread-safe.
/// </summary>
/// <param name="send">Sends one envelope; never called twice at the same time.</param>
internal sealed class Conversation(Func<Envelope, Task> send)
{
    /// <summary>The object that is there from the beginning: the plugin.</summary>
    public const ulong Root = 0;

    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Envelope?>> _asked = new();
    private readonly ConcurrentDictionary<ulong, CancellationTokenSource> _answering = new();
    private readonly ConcurrentDictionary<ulong, Target> _offered = new();
    private readonly Lock _sending = new();
    private ulong _calls;
    private ulong _objects;
    private volatile bool _ended;

    /// <summary>Offers the first object.</summary>
    public Target Plugin
    {
        init => _offered[Root] = value;
    }

    /// <summary>Takes envelopes until there are no more; then every open question fails.</summary>
    /// <param name="receive">Waits for the next envelope; null at the end.</param>
    public async Task Run(Func<Task<Envelope?>> receive)
    {
        try
        {
            while (await receive().ConfigureAwait(false) is { } frame)
            {
                Take(frame);
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends it: open questions fail, calls that are being answered are cancelled.</summary>
    public void End()
    {
        _ended = true;
        foreach (var (number, waiting) in _asked)
        {
            _asked.TryRemove(number, out _);
            waiting.TrySetResult(null);
        }

        foreach (var cancel in _answering.Values)
        {
            Cancel(cancel);
        }
    }

    /// <summary>Lends an object to the other end.</summary>
    /// <returns>Its number.</returns>
    public ulong Offer(Target target)
    {
        ulong number = Interlocked.Increment(ref _objects);
        _offered[number] = target;
        return number;
    }

    /// <summary>Takes an object back.</summary>
    public void Withdraw(ulong number) => _offered.TryRemove(number, out _);

    /// <summary>Asks the other end and waits for the answer.</summary>
    /// <param name="object">Whom.</param>
    /// <param name="method">What.</param>
    /// <param name="arguments">Byte forms.</param>
    /// <param name="overdue">Called when an answer does not come although it was cancelled <paramref name="grace"/> ago; null to go on waiting.</param>
    /// <param name="grace">See <paramref name="overdue"/>.</param>
    /// <param name="cancellationToken">Tells the other end that the answer is no longer wanted.</param>
    /// <exception cref="ConversationEndedException">The other end is gone.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IReadOnlyList<ByteString> Ask(ulong @object, string method, IEnumerable<byte[]> arguments, Action? overdue, TimeSpan grace, CancellationToken cancellationToken)
    {
        var ask = new Ask { Object = @object, Method = method };
        foreach (byte[] argument in arguments)
        {
            ask.Arguments.Add(UnsafeByteOperations.UnsafeWrap(argument));
        }

        ulong number = Interlocked.Increment(ref _calls);
        var waiting = new TaskCompletionSource<Envelope?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[number] = waiting;
        try
        {
            Send(new Envelope { Call = number, Ask = ask });
            return Wait(waiting.Task, number, overdue, grace, cancellationToken);
        }
        finally
        {
            _asked.TryRemove(number, out _);
        }
    }

    private RepeatedField<ByteString> Wait(Task<Envelope?> reply, ulong number, Action? overdue, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            reply.Wait(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!reply.IsCompleted)
            {
                Send(new Envelope { Call = number, Cancel = new Cancel() });
            }

            if (overdue is null)
            {
                reply.Wait(CancellationToken.None);
            }
            else if (!reply.Wait(grace, CancellationToken.None))
            {
                overdue();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return reply.GetAwaiter().GetResult() switch
        {
            { ContentCase: Envelope.ContentOneofCase.Answer } frame => frame.Answer.Results,
            { ContentCase: Envelope.ContentOneofCase.Failure } frame => throw FailureForm.Back(frame.Failure, cancellationToken),
            _ => throw new ConversationEndedException(),
        };
    }

    private void Take(Envelope frame)
    {
        switch (frame.ContentCase)
        {
            case Envelope.ContentOneofCase.Ask:
                var cancel = new CancellationTokenSource();
                if (!_answering.TryAdd(frame.Call, cancel))
                {
                    throw new InvalidDataException("a number of a call was used twice");
                }

                ThreadPool.UnsafeQueueUserWorkItem(_ => Answer(frame.Call, frame.Ask, cancel.Token), null);
                break;
            case Envelope.ContentOneofCase.Cancel:
                if (_answering.TryGetValue(frame.Call, out var wanted))
                {
                    Cancel(wanted);
                }

                break;
            case Envelope.ContentOneofCase.Answer or Envelope.ContentOneofCase.Failure:
                if (_asked.TryRemove(frame.Call, out var waiting))
                {
                    waiting.TrySetResult(frame);
                }

                break;
            default:
                throw new InvalidDataException("an envelope says nothing");
        }
    }

    // Not on the thread that takes envelopes: what a module does when it is cancelled is its own affair.
    private static void Cancel(CancellationTokenSource source) => ThreadPool.UnsafeQueueUserWorkItem(
        static s =>
        {
            try
            {
                s.Cancel();
            }
            catch (AggregateException)
            {
                // A module's own handler threw; the call still ends in its own way.
            }
        },
        source,
        preferLocal: false);

    private void Answer(ulong number, Ask ask, CancellationToken cancellationToken)
    {
        Envelope frame;
        try
        {
            if (!_offered.TryGetValue(ask.Object, out var target))
            {
                throw new InvalidOperationException("the object is not lent, or not any more");
            }

            var answer = new Answer();
            foreach (byte[] result in target(new Call(this, ask.Method, ask.Arguments, cancellationToken)))
            {
                answer.Results.Add(UnsafeByteOperations.UnsafeWrap(result));
            }

            frame = new Envelope { Call = number, Answer = answer };
        }
        catch (Exception e)
        {
            frame = new Envelope { Call = number, Failure = FailureForm.Of(e) };
        }

        _answering.TryRemove(number, out _);
        try
        {
            Send(frame);
        }
        catch (ConversationEndedException)
        {
            // Nobody waits any more.
        }
    }

    private void Send(Envelope frame)
    {
        try
        {
            lock (_sending)
            {
                if (!_ended)
                {
                    send(frame).GetAwaiter().GetResult();
                    return;
                }
            }
        }
        catch (Exception e)
        {
            throw new ConversationEndedException(e);
        }

        throw new ConversationEndedException();
    }
}
