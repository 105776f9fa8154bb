using System.Text;
using System.Text.Json;
using Grpc.Core;
using Sim.Formats.Mcap;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Serves assessors under the contract. They are asked without peers: there is no driver and no simulator to ask again. Thread-safe.</summary>
public sealed class AssessorService : Messages.Assessor.AssessorBase
{
    private readonly ModuleList<IAssessor> _assessors;
    private readonly ServerOptions _options;

    /// <summary>A service over one or several assessors.</summary>
    /// <param name="assessors">The assessors; a client names one of several by <see cref="IModule.Name"/>.</param>
    /// <param name="options">What it says of itself; null for the usual.</param>
    public AssessorService(IEnumerable<IAssessor> assessors, ServerOptions? options = null)
    {
        _options = options ?? new ServerOptions();
        _assessors = new ModuleList<IAssessor>(assessors, a => new Messages.ModuleInfo
        {
            Name = a.Name,
            Description = a.Description,
            Version = a.Version,
            Capabilities = { a.Metrics },
            Reproducibility = Messages.Reproducibility.Bit,
        });
    }

    /// <inheritdoc/>
    public override Task<Messages.HandshakeReply> Handshake(Messages.HandshakeRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(HandshakeAnswer.Of(request, _options, _assessors.Infos));
    }

    /// <inheritdoc/>
    public override async Task<Messages.Assessment> Assess(IAsyncStreamReader<Messages.AssessRequest> requestStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(context);
        if (!await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false) || requestStream.Current.Header is not { } header)
        {
            throw Bad("the first message holds the header");
        }

        var assessor = _assessors.Find(header.Module);
        if (header.RecordingBytes + (decimal)header.ScenarioBytes > ContractLimits.StreamBytes)
        {
            throw ContractErrors.Of(StatusCode.ResourceExhausted, Messages.ErrorReason.MessageTooBig, $"recording and scenario have at most {ContractLimits.StreamBytes} bytes together");
        }

        using var recording = new PieceReader(header.RecordingBytes, "recording");
        using var scenario = new PieceReader(header.ScenarioBytes, "scenario");
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            var part = requestStream.Current;
            switch (part.PartCase)
            {
                case Messages.AssessRequest.PartOneofCase.Recording:
                    recording.Add(part.Recording.Memory);
                    break;
                case Messages.AssessRequest.PartOneofCase.Scenario:
                    scenario.Add(part.Scenario.Memory);
                    break;
                default:
                    throw Bad("after the header only pieces may come");
            }
        }

        var recorded = recording.Content();
        var scene = header.ScenarioBytes > 0 ? scenario.Content() : Encoding.UTF8.GetBytes(header.ScenarioJson);
        try
        {
            var request = new AssessRequest
            {
                Recording = RecordingMcap.Read(recorded, "recording.mcap"),
                Scenario = scene.IsEmpty ? null : SimJson.Parse(scene.Span, SimJson.Default.Scenario),
                Options = OptionsJson.Parse(header.OptionsJson, "header.options_json"),
                Seed = header.Seed,
            };
            return AssessmentMessages.Of(assessor.Assess(request, AssessPeers.None, context.CancellationToken));
        }
        catch (JsonException e)
        {
            throw Bad($"the scenario is not in its byte form: {e.Message}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw ContractErrors.Of(e, Messages.ErrorReason.BadOptions);
        }
    }

    private static RpcException Bad(string text) => ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadScenario, text);
}
