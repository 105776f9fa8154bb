using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Fixtures;

/// <summary>A driver service that changes its answers on the way out, for what no driver behind it could get wrong.</summary>
internal sealed class OddService(DriverService inner) : Messages.Driver.DriverBase
{
    private readonly Dictionary<string, string> _modes = [];

    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context) => inner.Handshake(request, context);

    public override Task<Messages.OpenDriverReply> OpenSession(Messages.OpenDriverRequest request, ServerCallContext context)
    {
        foreach (string mode in (string[])["nan", "wrong-step", "huge", "rude-close"])
        {
            if (request.Header.OptionsJson.Contains($"\"{mode}\"", StringComparison.Ordinal)
                && request.Task.Scenario.EndsWith(System.Text.RegularExpressions.Regex.Match(request.Header.OptionsJson, "\"in\":\"([^\"]*)\"").Groups[1].Value, StringComparison.Ordinal))
            {
                lock (_modes)
                {
                    _modes[request.Header.SessionId] = mode;
                }
            }
        }

        return inner.OpenSession(request, context);
    }

    public override async Task Drive(IAsyncStreamReader<Messages.DriveRequest> requestStream, IServerStreamWriter<Messages.DriveReply> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(await Decide(requestStream.Current, context));
        }
    }

    public override async Task<Messages.DriveReply> Decide(Messages.DriveRequest request, ServerCallContext context)
    {
        var reply = await inner.Decide(request, context);
        if (request.World.Step == 2)
        {
            switch (ModeOf(request.SessionId))
            {
                case "nan":
                    reply.Answer.Controls.AccelMps2 = double.NaN;
                    break;
                case "wrong-step":
                    reply.Answer.Step++;
                    break;
                case "huge":
                    reply.SessionId = new string('x', 100_000_000);
                    break;
            }
        }

        return reply;
    }

    public override Task<Messages.CloseSessionReply> CloseSession(Messages.CloseSessionRequest request, ServerCallContext context)
    {
        if (ModeOf(request.SessionId) == "rude-close")
        {
            Environment.Exit(9);
        }

        return inner.CloseSession(request, context);
    }

    public override Task Heartbeat(IAsyncStreamReader<Messages.Ping> requestStream, IServerStreamWriter<Messages.Pong> responseStream, ServerCallContext context) =>
        inner.Heartbeat(requestStream, responseStream, context);

    private string ModeOf(string session)
    {
        lock (_modes)
        {
            return _modes.GetValueOrDefault(session) ?? "";
        }
    }
}
