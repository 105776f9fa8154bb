using Grpc.Core;
using System.Runtime.CompilerServices;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Nothing is left of a server and a channel that were stopped.</summary>
public class LeakTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stopped_server_and_its_calls_are_collected()
    {
        var gone = await UseAsync();
        for (var i = 0; i < 1500 && gone.Any(w => w.IsAlive); i++)
        {
            // Sockets and timers let go on pool threads a moment later.
            await Task.Delay(20, Token);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        Assert.All(gone, w => Assert.False(w.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> UseAsync()
    {
        await using var pair = await EchoPair.StartAsync();
        await pair.Client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddHours(1), cancellationToken: CancellationToken.None);
        var open = pair.Client.Duplex(deadline: DateTime.UtcNow.AddHours(1), cancellationToken: CancellationToken.None);
        await open.RequestStream.WriteAsync(new EchoRequest(), CancellationToken.None);
        Assert.True(await open.ResponseStream.MoveNext(CancellationToken.None));
        return [new(pair.Server), new(pair.Service), new(pair.Channel), new(open), new(await pair.Service.Entered)];
    }
}
