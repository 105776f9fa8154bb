using System.Diagnostics;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>The first call to every peer: versions, capabilities, modules. Thread-safe.</summary>
public static class Handshakes
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Who this is.</summary>
    public static Messages.PeerInfo Self { get; } = new() { Name = "Sim", Version = typeof(Handshakes).Assembly.GetName().Version?.ToString(3) ?? "" };

    /// <summary>Asks a peer who it is and checks that it fits. While nobody is there yet it asks again, until the deadline.</summary>
    /// <param name="call">The service's Handshake.</param>
    /// <param name="who">The peer in messages: "driver 'x'".</param>
    /// <param name="required">Capabilities that it must have.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InputException">It does not fit: another version, a missing capability, another token, no such service.</exception>
    /// <exception cref="DriverFailedException">It is not there or does not answer in time.</exception>
    internal static Messages.HandshakeReply Ask(
        Func<Messages.HandshakeRequest, CallOptions, AsyncUnaryCall<Messages.HandshakeReply>> call,
        string who,
        IReadOnlyList<string> required,
        TimeSpan deadline,
        CancellationToken cancellationToken)
    {
        var request = new Messages.HandshakeRequest { Client = Self, Contract = ContractRules.Version, Required = { required } };
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = Waiting.Left(deadline, begin);
            try
            {
                return Checked(Calls.Unary(call, request, left, cancellationToken), who, required);
            }
            catch (RpcException e)
            {
                var fault = PeerFault.Of(e);
                if (fault.Code == StatusCode.Unimplemented)
                {
                    throw new InputException($"{who} does not serve the contract sim.v1", inner: e);
                }

                if (!fault.IsLost)
                {
                    throw fault.IsRefusal ? new InputException($"{who} refuses the handshake: {fault.Text}", inner: e) : new DriverFailedException($"it failed in the handshake: {fault.Text}", e);
                }

                if (Waiting.Left(deadline, begin) == TimeSpan.Zero)
                {
                    throw new DriverFailedException(NoAnswer(deadline), e);
                }
            }
            catch (TimeoutException e)
            {
                throw new DriverFailedException(NoAnswer(deadline), e);
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static string NoAnswer(TimeSpan deadline) => $"it did not answer the handshake within {Waiting.Text(deadline)}";

    private static Messages.HandshakeReply Checked(Messages.HandshakeReply reply, string who, IReadOnlyList<string> required)
    {
        if (reply.Contract is null || !ContractRules.Fit(ContractRules.Version, reply.Contract))
        {
            throw new InputException(
                $"{who} speaks version {ContractRules.Text(reply.Contract)} of the contract, this is version {ContractRules.Text(ContractRules.Version)}; use versions with equal major numbers");
        }

        Field.Text(reply.Server?.Name ?? "", "server", "name", 200);
        Field.Text(reply.Server?.Version ?? "", "server", "version", 200);
        Field.Text(reply.Server?.NativeVersion ?? "", "server", "native_version", 200);
        Field.Count(reply.Capabilities.Count, 1000, "", "capabilities");
        Field.Count(reply.Modules.Count, 1000, "", "modules");
        foreach (string capability in required)
        {
            if (!reply.Capabilities.Contains(capability))
            {
                throw new InputException($"{who} lacks the capability '{capability}'");
            }
        }

        return reply;
    }
}
