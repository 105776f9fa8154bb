using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Many calls at once that end in every way there is: each ends, with a status that fits, and no handler stays behind.</summary>
public class StressTests
{
    private const int Workers = 16;

    /// <summary>SIM_STRESS sets another number.</summary>
    private static readonly int CallsPerWorker = int.TryParse(Environment.GetEnvironmentVariable("SIM_STRESS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_that_end_in_random_ways_all_end(bool unix)
    {
        await using var pair = await EchoPair.StartAsync(unix, server: o => o.MaxReceiveMessageSize = 300_000, channel: o => o.MaxReceiveMessageSize = 300_000);
        var handlers = 0;
        pair.Service.Before = _ =>
        {
            Interlocked.Increment(ref handlers);
            return Task.CompletedTask;
        };
        pair.Service.After = () => Interlocked.Decrement(ref handlers);
        var all = Enumerable.Range(0, Workers).Select(w => Task.Run(() => WorkAsync(pair.Client, new Random(w)), Token));
        var seen = (await Task.WhenAll(all).WaitAsync(TimeSpan.FromMinutes(2), Token)).SelectMany(s => s).ToHashSet();

        // Every way of ending was met, or the test shows less than it says.
        Assert.Superset(
            new HashSet<StatusCode> { StatusCode.OK, StatusCode.Cancelled, StatusCode.DeadlineExceeded, StatusCode.ResourceExhausted, StatusCode.Aborted },
            seen);
        Assert.Subset(
            new HashSet<StatusCode> { StatusCode.OK, StatusCode.Cancelled, StatusCode.DeadlineExceeded, StatusCode.ResourceExhausted, StatusCode.Aborted, StatusCode.Unavailable },
            seen);
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref handlers) > 0 && watch.ElapsedMilliseconds < 60_000) await Task.Delay(10, Token);
        Assert.Equal(0, Volatile.Read(ref handlers));
        Assert.Equal("ok", (await pair.Client.UnaryAsync(new EchoRequest { Text = "ok" }, cancellationToken: Token)).Text);
    }

    private static async Task<HashSet<StatusCode>> WorkAsync(Echo.EchoClient client, Random random)
    {
        var seen = new HashSet<StatusCode>();
        for (var i = 0; i < CallsPerWorker; i++)
        {
            using var cancel = new CancellationTokenSource();
            if (random.Next(3) == 0) cancel.CancelAfter(random.Next(20));
            DateTime? deadline = random.Next(3) == 0 ? DateTime.UtcNow.AddMilliseconds(random.Next(-2, 20)) : null;
            var options = new CallOptions(deadline: deadline, cancellationToken: cancel.Token);
            try
            {
                await CallAsync(client, random, options);
                seen.Add(StatusCode.OK);
            }
            catch (RpcException e)
            {
                Assert.True(e.StatusCode is not (StatusCode.Internal or StatusCode.Unknown), e.ToString());
                seen.Add(e.StatusCode);
            }
        }

        return seen;
    }

    private static async Task CallAsync(Echo.EchoClient client, Random random, CallOptions options)
    {
        EchoRequest Next() => new()
        {
            Text = "x",
            Payload = ByteString.CopyFrom(new byte[random.Next(12) == 0 ? 400_000 : random.Next(2_000)]),
            DelayMs = random.Next(4) == 0 ? random.Next(15) : 0,
            Count = random.Next(10),
            FailCode = random.Next(6) == 0 ? (int)StatusCode.Aborted : 0,
        };
        switch (random.Next(4))
        {
            case 0:
                await client.UnaryAsync(Next(), options);
                break;
            case 1:
                using (var call = client.ServerStream(Next(), options))
                {
                    var most = random.Next(12);
                    for (var i = 0; i < most && await call.ResponseStream.MoveNext(Token); i++) Assert.Equal(i, call.ResponseStream.Current.Index);
                }

                break;
            case 2:
                using (var call = client.ClientStream(options))
                {
                    for (var i = random.Next(5); i > 0; i--) await call.RequestStream.WriteAsync(Next(), Token);
                    if (random.Next(4) == 0) break;
                    await call.RequestStream.CompleteAsync();
                    await call;
                }

                break;
            default:
                using (var call = client.Duplex(options))
                {
                    for (var i = random.Next(6); i > 0; i--)
                    {
                        await call.RequestStream.WriteAsync(Next(), Token);
                        if (random.Next(3) > 0) await call.ResponseStream.MoveNext(Token);
                    }

                    if (random.Next(4) == 0) break;
                    await call.RequestStream.CompleteAsync();
                    while (await call.ResponseStream.MoveNext(Token))
                    {
                        // To the end.
                    }
                }

                break;
        }
    }
}
