using Google.Protobuf;
using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>Failures of a server of the contract: each status carries an <see cref="Messages.ErrorDetail"/>. Thread-safe.</summary>
public static class ContractErrors
{
    /// <summary>The trailer that carries the detail.</summary>
    public const string Trailer = PeerFault.Trailer;

    /// <summary>A failure to throw from a handler.</summary>
    /// <param name="code">Status.</param>
    /// <param name="reason">Why.</param>
    /// <param name="text">One sentence; cut to 2 KiB, control characters removed.</param>
    /// <param name="state">State of the session, or empty.</param>
    /// <param name="step">Step, or -1.</param>
    /// <param name="retryable">True when the same call may be tried again.</param>
    public static RpcException Of(StatusCode code, Messages.ErrorReason reason, string text, string state = "", int step = -1, bool retryable = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        string clean = PeerFault.Clean(text);
        var detail = new Messages.ErrorDetail { Reason = reason, NativeText = clean, State = state, Step = step, Retryable = retryable };
        return new RpcException(new Status(code, clean), new Metadata { { Trailer, detail.ToByteArray() } });
    }

    /// <summary>What a module threw, as a failure; <paramref name="refused"/> says what a refused input is called here.</summary>
    public static RpcException Of(Exception error, Messages.ErrorReason refused, int step = -1) => error switch
    {
        RpcException rpc => rpc,
        InputException input => Of(StatusCode.InvalidArgument, refused, input.Message, step: step),
        RefusedException => Of(StatusCode.FailedPrecondition, Messages.ErrorReason.Refused, error.Message, step: step),
        DriverFailedException => Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, error.Message, step: step),
        OperationCanceledException => Of(StatusCode.Cancelled, Messages.ErrorReason.Unspecified, "the call was cancelled", step: step),
        null => throw new ArgumentNullException(nameof(error)),
        _ => Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, $"{error.GetType().Name}: {error.Message}", step: step),
    };

    /// <summary>There is no such session.</summary>
    public static RpcException SessionUnknown() => Of(
        StatusCode.NotFound, Messages.ErrorReason.SessionUnknown, "there is no such session: it was never opened, was closed, or its lease has ended");

    /// <summary>There is no such module.</summary>
    public static RpcException ModuleUnknown(string name, IEnumerable<string> known) => Of(
        StatusCode.NotFound,
        Messages.ErrorReason.ModuleUnknown,
        name.Length == 0 ? "the server has several modules; name one" : $"there is no module '{Short(name)}'; {Nearest.Hint(Short(name), known)}");

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
