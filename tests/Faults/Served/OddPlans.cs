using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Faults;

/// <summary>Which sessions of a server are to do what wrong at which step, and the faults that all kinds of servers have in common. Thread-safe.</summary>
/// <param name="usual">For sessions that say nothing.</param>
/// <param name="usualStep">At which step.</param>
internal sealed class OddPlans(string usual = "", int usualStep = -1)
{
    /// <summary>What every kind of server can do wrong.</summary>
    public static readonly string[] Faults = ["end", "break once", "large", "twice", "hang", "error", "refusal", "unknown", "no session", "slow"];

    /// <summary>A text that no message may have.</summary>
    public static readonly string Large = new('x', 100_000_000);

    private readonly ConcurrentDictionary<string, (string Fault, int Step)> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _broken = new(StringComparer.Ordinal);

    /// <summary>Notes what a session is to do, when a text says so: "fault@step".</summary>
    public void Note(string session, string text)
    {
        if (text.Split('@') is [var what, var step])
        {
            _plans[session] = (what, int.Parse(step, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What a session is to do wrong, and at which step.</summary>
    public (string Fault, int Step) Of(string session) => _plans.TryGetValue(session, out var plan) ? plan : (usual, usualStep);

    /// <summary>True when a stream is to end here.</summary>
    public bool Ends(string fault, string session) => fault == "end" || (fault == "break once" && _broken.TryAdd(session, true));

    /// <summary>Does a fault that all have in common.</summary>
    public static async Task SpoilAsync(string fault, string session, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case "slow":
                await Task.Delay(20, cancellationToken);
                break;
            case "error":
                throw ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, "FormatException: no idea");
            case "refusal":
                throw new RpcException(new Status(StatusCode.PermissionDenied, "not for you"));
            case "unknown":
                throw new RpcException(new Status(StatusCode.Unknown, "Exception calling application: division by zero"));
            case "no session":
                throw ContractErrors.Of(StatusCode.NotFound, Messages.ErrorReason.SessionUnknown, $"no session {session} here");
        }
    }
}
