using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.Messages;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Bridges;

/// <summary>One session, call by call, as a client of any language would have it.</summary>
internal sealed class WireSession(Subject subject) : IAsyncDisposable
{
    private static int _sessions;
    private readonly Messages.Simulator.SimulatorClient _client = subject.Client;

    public string Id { get; } = $"conformance:{Environment.ProcessId}:{Interlocked.Increment(ref _sessions)}";

    public async Task OpenAsync(string token = "mine") => await _client.OpenSessionAsync(new Messages.OpenSimulatorRequest
    {
        Header = new() { SessionId = Id, OwnerToken = token, OptionsJson = OptionsJson.Of(subject.Options) },
    });

    public Task<Messages.LoadReply> LoadAsync(Scenario scenario, Action<Messages.LoadHeader>? change = null, Func<byte[], byte[]>? spoil = null)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario);
        var header = new Messages.LoadHeader
        {
            SessionId = Id,
            ScenarioFormat = Messages.ScenarioFormat.SimJson,
            ScenarioBytes = (ulong)content.Length,
            ScenarioSha256 = ByteString.CopyFrom(SHA256.HashData(content)),
            StepUs = scenario.StepUs,
            HorizonUs = scenario.HorizonUs,
            StopAtContact = true,
        };
        change?.Invoke(header);
        return SendAsync(header, spoil?.Invoke(content) ?? content);
    }

    public async Task<Messages.LoadReply> SendAsync(Messages.LoadHeader header, byte[] content)
    {
        using var call = _client.Load();
        try
        {
            await call.RequestStream.WriteAsync(new Messages.LoadRequest { Header = header });
            for (int at = 0; at < content.Length; at += ContractLimits.PieceBytes)
            {
                await call.RequestStream.WriteAsync(new Messages.LoadRequest { Content = ByteString.CopyFrom(content.AsSpan(at, Math.Min(ContractLimits.PieceBytes, content.Length - at))) });
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or RpcException)
        {
            // The status says why.
        }

        return await call.ResponseAsync;
    }

    public async Task<Messages.ResetReply> ResetAsync(ulong seed = 1) => await _client.ResetAsync(new Messages.ResetRequest { SessionId = Id, Seed = seed });

    public Messages.StepRequest Request(int step, double accel = 0) => new()
    {
        SessionId = Id,
        Step = step,
        Answer = new AnswerFrame { Step = step, Controls = new Formats.Messages.Controls { AccelMps2 = accel, SteerRad = 0 } },
    };

    public async Task<Messages.StepReply> StepAsync(Messages.StepRequest request) => await _client.StepAsync(request);

    public async Task<WorldFrame> ObserveAsync() => await _client.ObserveAsync(new Messages.ObserveRequest { SessionId = Id });

    public async Task<Messages.InjectReply> InjectAsync(int step, params IEnumerable<Messages.Injection> injections) =>
        await _client.InjectAsync(new Messages.InjectRequest { SessionId = Id, Step = step, Injections = { injections } });

    public async Task CloseAsync() => await _client.CloseSessionAsync(new Messages.CloseSessionRequest { SessionId = Id, Reason = "finished" });

    public async ValueTask DisposeAsync() => await CloseAsync();
}
