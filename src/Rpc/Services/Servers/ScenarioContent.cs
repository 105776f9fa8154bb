using System.Security.Cryptography;
using System.Text.Json;
using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>What a client loads, piece by piece: checked against what was announced before anything is built from it. Not thread-safe.</summary>
internal sealed class ScenarioContent : IDisposable
{
    private const int ShaBytes = 32;
    private readonly PieceReader? _pieces;
    private readonly ReadOnlyMemory<byte> _whole;

    private ScenarioContent(Messages.LoadHeader header) =>
        (Header, _pieces) = (header, new PieceReader(header.MapBytes + header.ScenarioBytes, "content"));

    private ScenarioContent(Messages.LoadHeader header, ReadOnlyMemory<byte> whole) => (Header, _whole) = (header, whole);

    public Messages.LoadHeader Header { get; }

    /// <summary>Reads a whole stream.</summary>
    /// <exception cref="RpcException">It is not what it should be.</exception>
    public static async Task<ScenarioContent> ReadAsync(IAsyncStreamReader<Messages.LoadRequest> stream, Action<Messages.LoadHeader> begun, CancellationToken cancellationToken)
    {
        if (!await stream.MoveNext(cancellationToken).ConfigureAwait(false) || stream.Current.Header is not { } header)
        {
            throw Bad("the first message holds the header");
        }

        Check(header);
        begun(header);
        var content = new ScenarioContent(header);
        try
        {
            while (await stream.MoveNext(cancellationToken).ConfigureAwait(false))
            {
                content._pieces!.Add(stream.Current.PartCase == Messages.LoadRequest.PartOneofCase.Content
                    ? stream.Current.Content.Memory
                    : throw Bad("after the header only pieces may come"));
            }

            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>What came in one message.</summary>
    /// <exception cref="RpcException">It is not what it should be.</exception>
    public static ScenarioContent Of(Messages.LoadHeader? header, ReadOnlyMemory<byte> whole)
    {
        Check(header ?? throw Bad("the request holds no header of a scenario"));
        return whole.Length > ContractLimits.PieceBytes
            ? throw ContractErrors.Of(StatusCode.ResourceExhausted, Messages.ErrorReason.MessageTooBig, $"the content has {whole.Length} bytes, more than {ContractLimits.PieceBytes}")
            : (ulong)whole.Length == header.MapBytes + header.ScenarioBytes
                ? new ScenarioContent(header, whole)
                : throw ContractErrors.Of(
                    StatusCode.DataLoss, Messages.ErrorReason.DataLoss, $"the content holds {whole.Length} bytes, but {header.MapBytes + header.ScenarioBytes} were announced");
    }

    /// <summary>The scenario.</summary>
    /// <exception cref="RpcException">It is damaged or cannot be read.</exception>
    public Scenario Scenario()
    {
        var all = _pieces is null ? _whole : _pieces.Content();
        var map = all[..(int)Header.MapBytes];
        var scenario = all[(int)Header.MapBytes..];
        Same(map, Header.MapSha256, "map");
        Same(scenario, Header.ScenarioSha256, "scenario");
        try
        {
            return SimJson.Parse(scenario.Span, SimJson.Default.Scenario);
        }
        catch (JsonException e)
        {
            throw Bad($"the scenario is not in its byte form: {e.Message}");
        }
    }

    public void Dispose() => _pieces?.Dispose();

    private static void Check(Messages.LoadHeader header)
    {
        if (header.MapBytes > ContractLimits.StreamBytes || header.ScenarioBytes > ContractLimits.StreamBytes || header.MapBytes + header.ScenarioBytes > ContractLimits.StreamBytes)
        {
            throw ContractErrors.Of(StatusCode.ResourceExhausted, Messages.ErrorReason.MessageTooBig, $"map and scenario have at most {ContractLimits.StreamBytes} bytes together");
        }

        if (header.MapFormat != Messages.MapFormat.Unspecified || header.MapBytes > 0)
        {
            throw Unsupported($"the map format {header.MapFormat}; the scenario holds the map");
        }

        if (header.ScenarioFormat != Messages.ScenarioFormat.SimJson)
        {
            throw Unsupported($"the scenario format {header.ScenarioFormat}; Sim's own byte form is");
        }

        if (header.StepUs < 0 || header.HorizonUs < 0)
        {
            throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, "step_us and horizon_us must not be negative");
        }
    }

    private static void Same(ReadOnlyMemory<byte> content, Google.Protobuf.ByteString sha256, string what)
    {
        if (content.IsEmpty && sha256.IsEmpty)
        {
            return;
        }

        Span<byte> real = stackalloc byte[ShaBytes];
        SHA256.HashData(content.Span, real);
        if (!real.SequenceEqual(sha256.Span))
        {
            throw ContractErrors.Of(StatusCode.DataLoss, Messages.ErrorReason.DataLoss, $"the {what} has another SHA-256 than its header says");
        }
    }

    private static RpcException Unsupported(string what) => ContractErrors.Of(StatusCode.Unimplemented, Messages.ErrorReason.FeatureUnsupported, $"this simulator does not take {what}");

    private static RpcException Bad(string text) => ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadScenario, text);
}
