using Grpc.Core;
using Sim.Bench.Peers.Messages;
using Sim.Formats.Messages;

namespace Sim.Bench.Peers.Grpc;

/// <summary>The C# server of the transport benchmarks; peers.proto says what it does.</summary>
internal sealed class PeersService : Messages.Peers.PeersBase
{
    public override Task<PingMessage> Ping(PingMessage request, ServerCallContext context) => Task.FromResult(new PingMessage { Payload = request.Payload });

    public override async Task Step(IAsyncStreamReader<WorldFrame> requestStream, IServerStreamWriter<AnswerFrame> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var world = requestStream.Current;
            var ego = world.Actors[0];
            var answer = new AnswerFrame { Step = world.Step };
            for (int i = 1; i <= 40; i++)
            {
                answer.Plan.Add(new Formats.Messages.PlanPoint { TimeUs = world.TimeUs + i * 100_000, X = ego.X + ego.SpeedMps * 0.1 * i, Y = ego.Y, HeadingRad = ego.HeadingRad, SpeedMps = ego.SpeedMps });
            }

            await responseStream.WriteAsync(answer);
        }
    }

    public override async Task<Seen> Look(IAsyncStreamReader<CameraFrame> requestStream, ServerCallContext context)
    {
        var seen = new Seen();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var pixels = requestStream.Current.Pixels;
            seen.Frames++;
            seen.Bytes += pixels.Length;
            seen.Ends += pixels[0] + pixels[^1];
        }

        return seen;
    }
}
