using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Sim.Bench.Peers.Messages;
using Sim.Formats.Messages;
using Sim.Rpc;

namespace Sim.Bench.Peers.Grpc;

/// <summary>What the C# side does in processes of its own, with the same command lines as the C++ program.</summary>
internal static class PeerRoles
{
    private const int FrameBytes = 3 << 20;

    public static async Task<int> RunAsync(string[] words)
    {
        switch (words)
        {
            case ["server", var socket]:
                await ServeAsync(socket);
                return 0;
            case ["ping", var target, var callers, var count]:
                await PingAsync(target, Number(callers), Number(count));
                return 0;
            case ["step", var target, var count]:
                await StepAsync(target, Number(count));
                return 0;
            case ["camera", var target, var seconds]:
                await CameraAsync(target, Number(seconds));
                return 0;
            default:
                return 2;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static RpcChannel Channel(string target) => RpcChannel.ForAddress(target.StartsWith("unix:", StringComparison.Ordinal) ? target : "http://" + target);

    private static async Task ServeAsync(string socket)
    {
        await using var server = new RpcServer(new RpcServerOptions { Addresses = { "http://127.0.0.1:0", "unix:" + socket } });
        server.AddService(Messages.Peers.BindService(new PeersService()));
        await server.StartAsync();
        Console.WriteLine($"ready {server.Targets[0]}");
        await Console.In.ReadToEndAsync();
    }

    private static async Task PingAsync(string target, int callers, int count)
    {
        using var channel = Channel(target);
        var stub = new Messages.Peers.PeersClient(channel);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var request = new PingMessage { Payload = ByteString.CopyFrom(new byte[20]) };
            for (int i = 0; i < count / callers; i++)
            {
                await stub.PingAsync(request);
            }
        })));
        Console.WriteLine((count / clock.Elapsed.TotalSeconds).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task StepAsync(string target, int count)
    {
        using var channel = Channel(target);
        using var call = new Messages.Peers.PeersClient(channel).Step();
        var world = new WorldFrame();
        for (int i = 0; i < 50; i++)
        {
            world.Actors.Add(new ActorFrame
            {
                Index = (uint)i,
                Id = string.Create(CultureInfo.InvariantCulture, $"vehicle-{i}"),
                Y = 3.5 * (i % 3),
                HeadingRad = 0.01 * i,
                SpeedMps = 10 + 0.1 * i,
                LateralMps = 0.01,
                AccelMps2 = 0.2,
                YawRateRps = 0.003,
                SteerRad = 0.002,
            });
        }

        double[] micros = new double[count];
        for (int step = -count / 4; step < count; step++) // the first quarter warms up
        {
            world.TimeUs = step * 100_000L;
            world.Step = step;
            for (int i = 0; i < 50; i++)
            {
                world.Actors[i].X = 7.0 * i + 0.1 * step;
            }

            long begin = Stopwatch.GetTimestamp();
            await call.RequestStream.WriteAsync(world);
            if (!await call.ResponseStream.MoveNext(default)) throw new InvalidOperationException("The stream ended.");
            if (step >= 0) micros[step] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
            if (call.ResponseStream.Current.Step != step || call.ResponseStream.Current.Plan.Count != 40) throw new InvalidOperationException("A wrong answer.");
        }

        await call.RequestStream.CompleteAsync();
        Array.Sort(micros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{micros[count / 2]} {micros[count * 99 / 100]}"));
    }

    private static async Task CameraAsync(string target, int seconds)
    {
        using var channel = Channel(target);
        using var call = new Messages.Peers.PeersClient(channel).Look();
        var frames = Enumerable.Range(0, 6).Select(i =>
        {
            byte[] pixels = new byte[FrameBytes];
            Array.Fill(pixels, (byte)(i + 1));
            return new CameraFrame { Camera = i, Pixels = UnsafeByteOperations.UnsafeWrap(pixels) };
        }).ToArray();
        var clock = Stopwatch.StartNew();
        for (int tick = 0; tick < seconds * 10; tick++)
        {
            var wait = TimeSpan.FromMilliseconds(100 * tick) - clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            foreach (var frame in frames)
            {
                frame.TimeUs = tick * 100_000L;
                await call.RequestStream.WriteAsync(frame);
            }
        }

        await call.RequestStream.CompleteAsync();
        Console.WriteLine((await call).Frames);
    }
}
