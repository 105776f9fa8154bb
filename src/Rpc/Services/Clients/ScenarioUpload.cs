using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Sim.Formats.OpenDrive;

namespace Sim.Rpc.Services;

/// <summary>A scenario on its way to a simulator, in pieces. Immutable; it can be sent again.</summary>
internal sealed class ScenarioUpload
{
    private readonly Scenario _scenario;
    private readonly Messages.LoadHeader _header;
    private readonly byte[] _content;

    private ScenarioUpload(Scenario scenario, Messages.LoadHeader header, byte[] content, IReadOnlyList<string> losses) =>
        (_scenario, _header, _content, Losses) = (scenario, header, content, losses);

    /// <summary>What of the road network does not travel as it is, one sentence each; empty where the scenario's own form is all that is sent.</summary>
    public IReadOnlyList<string> Losses { get; }

    /// <summary>The header, for tests.</summary>
    public Messages.LoadHeader Header => _header;

    /// <summary>Map, then scenario.</summary>
    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>Puts a scenario together.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed of the reset that follows.</param>
    /// <param name="session">Id of the session.</param>
    /// <param name="use">How the suite wants it.</param>
    /// <param name="strict">True: a feature that is not supported is an error.</param>
    /// <param name="roads">True: the road network goes along as OpenDRIVE.</param>
    /// <exception cref="InputException">The road network cannot be written as OpenDRIVE.</exception>
    public static ScenarioUpload Of(Scenario scenario, ulong seed, string session, SimulatorUse use, bool strict, bool roads = false)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario);
        byte[] map = [];
        IReadOnlyList<string> losses = [];
        if (roads)
        {
            using var xml = new MemoryStream();
            losses = Shown(OpenDriveWriter.Write(scenario.Map, xml));
            map = xml.ToArray();
        }

        return new(scenario, new Messages.LoadHeader
        {
            SessionId = session,
            MapFormat = roads ? Messages.MapFormat.Opendrive : Messages.MapFormat.Unspecified,
            MapBytes = (ulong)map.Length,
            MapSha256 = roads ? ByteString.CopyFrom(SHA256.HashData(map)) : ByteString.Empty,
            ScenarioFormat = Messages.ScenarioFormat.SimJson,
            ScenarioBytes = (ulong)content.Length,
            ScenarioSha256 = ByteString.CopyFrom(SHA256.HashData(content)),
            StepUs = scenario.StepUs,
            HorizonUs = scenario.HorizonUs,
            StopAtContact = use.StopAtContact,
            Traffic = use.Traffic ?? "",
            Strict = strict,
            Seed = seed,
        }, roads ? [.. map, .. content] : content, losses);
    }

    /// <summary>True when it fits into one message.</summary>
    public bool IsSmall => _content.Length <= ContractLimits.PieceBytes;

    /// <summary>The whole case in one call.</summary>
    /// <param name="session">The session.</param>
    /// <param name="perfectTracking">As in a reset.</param>
    public Messages.PlayRequest Play(Messages.SessionHeader session, bool perfectTracking) => new()
    {
        Header = session,
        Load = _header,
        Content = UnsafeByteOperations.UnsafeWrap(_content),
        Reset = new Messages.ResetRequest { SessionId = session.SessionId, Seed = _header.Seed, PerfectTracking = perfectTracking },
    };

    /// <summary>Checks what the peer said that it can take.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public void Fits(Messages.Limits? limits, string who)
    {
        if (_content.Length > ContractLimits.StreamBytes)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"scenario '{_scenario.Name}' takes {_content.Length} bytes, more than the {ContractLimits.StreamBytes} that the contract allows; use a smaller map"));
        }

        if (limits is { MaxActors: > 0 } && _scenario.Actors.Count > limits.MaxActors)
        {
            throw new InputException($"scenario '{_scenario.Name}' has {_scenario.Actors.Count} actors, but {who} takes at most {limits.MaxActors}");
        }

        if (limits is { StepQuantumUs: > 0 } && _scenario.StepUs % limits.StepQuantumUs != 0)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"scenario '{_scenario.Name}' has steps of {_scenario.StepUs} µs, but every step of {who} is a multiple of {limits.StepQuantumUs} µs; set 'step' of the simulator"));
        }
    }

    /// <summary>Sends it and waits for the answer.</summary>
    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="RpcException">It failed.</exception>
    public Messages.LoadReply Send(Messages.Simulator.SimulatorClient client, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource();
        DateTime? until = deadline == Timeout.InfiniteTimeSpan ? null : DateTime.UtcNow + deadline;
        try
        {
            var reply = SendAsync(client, new CallOptions(deadline: until, cancellationToken: end.Token));
            return Waiting.Ends(reply, deadline, cancellationToken) ? reply.GetAwaiter().GetResult() : throw new TimeoutException();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new TimeoutException(null, e);
        }
        finally
        {
            end.Cancel();
        }
    }

    private static List<string> Shown(IReadOnlyList<OpenDriveLoss> losses)
    {
        const int most = 20;
        var shown = losses.Take(most).Select(l => $"the map as OpenDRIVE, '{l.Id}': {l.Message}").ToList();
        if (losses.Count > most)
        {
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"the map as OpenDRIVE: {losses.Count - most} more losses like these"));
        }

        return shown;
    }

    private async Task<Messages.LoadReply> SendAsync(Messages.Simulator.SimulatorClient client, CallOptions options)
    {
        using var call = client.Load(options);
        try
        {
            await call.RequestStream.WriteAsync(new Messages.LoadRequest { Header = _header }, options.CancellationToken).ConfigureAwait(false);
            for (var rest = _content.AsMemory(); rest.Length > 0; rest = rest[Math.Min(rest.Length, ContractLimits.PieceBytes)..])
            {
                var piece = UnsafeByteOperations.UnsafeWrap(rest[..Math.Min(rest.Length, ContractLimits.PieceBytes)]);
                await call.RequestStream.WriteAsync(new Messages.LoadRequest { Content = piece }, options.CancellationToken).ConfigureAwait(false);
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
