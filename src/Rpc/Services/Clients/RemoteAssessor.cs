using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>
/// An assessor behind the contract. It sees the recording and the scenario; it cannot ask the driver or the simulator again. Thread-safe; the channel
/// stays its owner's.
/// </summary>
public sealed class RemoteAssessor : IAssessor
{
    private readonly Messages.Assessor.AssessorClient _client;
    private readonly RemoteModuleOptions _options;
    private readonly Messages.ModuleInfo _info;

    private RemoteAssessor(Messages.Assessor.AssessorClient client, RemoteModuleOptions options, Messages.ModuleInfo info)
    {
        (_client, _options, _info) = (client, options, info);
        Metrics = [.. info.Capabilities];
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public string Description => _info.Description.Length > 0 ? _info.Description : $"Assessor '{_info.Name}' in another process.";

    /// <inheritdoc/>
    public string Version => _info.Version;

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Shakes hands with an assessor.</summary>
    /// <param name="invoker">A channel's invoker.</param>
    /// <param name="options">How to treat it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static RemoteAssessor Connect(CallInvoker invoker, RemoteModuleOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = new Messages.Assessor.AssessorClient(invoker);
        return new RemoteAssessor(client, options, RemoteModules.Connect(client.HandshakeAsync, "assessor", options, cancellationToken));
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The assessor refuses its options or the recording, or answers what is no assessment.</exception>
    /// <exception cref="PeerFailedException">It failed.</exception>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var recording = new MemoryStream();
        RecordingMcap.Write(request.Recording, recording);
        var recorded = recording.GetBuffer().AsMemory(0, (int)recording.Length);
        ReadOnlyMemory<byte> scenario = request.Scenario is null ? default : JsonSerializer.SerializeToUtf8Bytes(request.Scenario, SimJson.Default.Scenario);
        bool isLong = scenario.Length > ContractLimits.PieceBytes;
        var header = new Messages.AssessHeader
        {
            Module = _options.Module,
            OptionsJson = OptionsJson.Of(request.Options),
            Seed = request.Seed,
            RecordingBytes = (ulong)recorded.Length,
            ScenarioJson = isLong ? "" : System.Text.Encoding.UTF8.GetString(scenario.Span),
            ScenarioBytes = isLong ? (ulong)scenario.Length : 0,
        };
        var message = RemoteModules.Result(
            options => SendAsync(options, header, recorded, isLong ? scenario : default), $"assessor '{Name}'", _options.CallDeadline, cancellationToken);
        return AssessmentMessages.From(message);
    }

    private async Task<Messages.Assessment> SendAsync(CallOptions options, Messages.AssessHeader header, ReadOnlyMemory<byte> recording, ReadOnlyMemory<byte> scenario)
    {
        using var call = _client.Assess(options);
        try
        {
            await call.RequestStream.WriteAsync(new Messages.AssessRequest { Header = header }, options.CancellationToken).ConfigureAwait(false);
            for (; recording.Length > 0; recording = recording[Math.Min(recording.Length, ContractLimits.PieceBytes)..])
            {
                var piece = UnsafeByteOperations.UnsafeWrap(recording[..Math.Min(recording.Length, ContractLimits.PieceBytes)]);
                await call.RequestStream.WriteAsync(new Messages.AssessRequest { Recording = piece }, options.CancellationToken).ConfigureAwait(false);
            }

            for (; scenario.Length > 0; scenario = scenario[Math.Min(scenario.Length, ContractLimits.PieceBytes)..])
            {
                var piece = UnsafeByteOperations.UnsafeWrap(scenario[..Math.Min(scenario.Length, ContractLimits.PieceBytes)]);
                await call.RequestStream.WriteAsync(new Messages.AssessRequest { Scenario = piece }, options.CancellationToken).ConfigureAwait(false);
            }

            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or RpcException)
        {
            // The peer ended the call before it had all; its status says why.
        }

        return await call.ResponseAsync.ConfigureAwait(false);
    }
}
