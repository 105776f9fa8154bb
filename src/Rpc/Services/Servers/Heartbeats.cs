using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>Answers pings from whatever thread is free, never from the one that works.</summary>
internal static class Heartbeats
{
    private const int MaxSessionIds = 100_000;

    public static async Task AnswerAsync<T>(SessionTable<T> sessions, IAsyncStreamReader<Messages.Ping> pings, IServerStreamWriter<Messages.Pong> pongs, ServerCallContext context)
        where T : class, IDisposable
    {
        while (await pings.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            var ping = pings.Current;
            sessions.Renew(ping.SessionIds.Take(MaxSessionIds));
            await pongs.WriteAsync(new Messages.Pong
            {
                Sequence = ping.Sequence,
                Phase = sessions.IsBusy ? Messages.Phase.Stepping : Messages.Phase.Idle,
                Sessions = (uint)sessions.Count,
            }).ConfigureAwait(false);
        }
    }
}
