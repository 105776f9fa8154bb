using System.Threading.Channels;
using Google.Protobuf;
using Sim.Host.Workers;
using Sim.Host.Workers.Messages;

namespace Sim.Tests.Workers;

/// <summary>Two ends of a conversation in one process; every envelope goes through its bytes.</summary>
internal sealed class ConversationPair : IDisposable
{
    private readonly Channel<byte[]> _toWorker = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> _toHost = Channel.CreateUnbounded<byte[]>();

    public ConversationPair(Func<Func<Envelope, Task>, Conversation>? worker = null)
    {
        Host = new Conversation(Sender(_toWorker));
        Worker = worker?.Invoke(Sender(_toHost)) ?? new Conversation(Sender(_toHost));
        HostRun = Host.Run(Receiver(_toHost));
        WorkerRun = Worker.Run(Receiver(_toWorker));
    }

    public Conversation Host { get; }

    public Conversation Worker { get; }

    public Task HostRun { get; }

    public Task WorkerRun { get; }

    /// <summary>What a worker says that is no envelope of ours.</summary>
    public void SayToHost(byte[] bytes) => _toHost.Writer.TryWrite(bytes);

    public void Dispose()
    {
        _toHost.Writer.TryComplete();
        _toWorker.Writer.TryComplete();
    }

    private static Func<Envelope, Task> Sender(Channel<byte[]> channel) => envelope => channel.Writer.WriteAsync(envelope.ToByteArray()).AsTask();

    private static Func<Task<Envelope?>> Receiver(Channel<byte[]> channel) => async () =>
    {
        while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (channel.Reader.TryRead(out byte[]? bytes))
            {
                return Envelope.Parser.ParseFrom(bytes);
            }
        }

        return null;
    };
}
