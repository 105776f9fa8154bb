using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>
/// Why a call failed, in words that are the same whenever the same thing happens: texts of the transport, which hold ports, addresses and
/// error numbers, never get into them. Immutable.
/// </summary>
internal sealed partial class PeerFault
{
    /// <summary>The trailer that carries an <see cref="Messages.ErrorDetail"/>.</summary>
    public const string Trailer = "sim-error-bin";

    /// <summary>Longest text of a peer that is repeated.</summary>
    public const int TextLength = 2000;

    private PeerFault(StatusCode code, Messages.ErrorDetail? detail, string text, bool isLost)
    {
        (Code, Detail, Text, IsLost) = (code, detail, text, isLost);
    }

    public StatusCode Code { get; }

    public Messages.ErrorDetail? Detail { get; }

    public Messages.ErrorReason Reason => Detail?.Reason ?? Messages.ErrorReason.Unspecified;

    /// <summary>The end of a sentence that begins with the peer: "the connection to it was lost", "it failed: …".</summary>
    public string Text { get; }

    /// <summary>True when nothing was decided by the peer and the same call may be tried on a new connection.</summary>
    public bool IsLost { get; }

    /// <summary>True when the peer refuses what it was asked, rather than failing at it.</summary>
    public bool IsRefusal => Code is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.Unimplemented
        or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.OutOfRange or StatusCode.AlreadyExists;

    public static PeerFault Of(RpcException error)
    {
        var detail = DetailOf(error);
        var code = error.StatusCode;
        string own = Clean(detail is { NativeText.Length: > 0 } ? detail.NativeText : error.Status.Detail);
        if (detail is not null)
        {
            return new(code, detail, own.Length > 0 ? own : Words(detail.Reason), isLost: code == StatusCode.Unavailable && detail.Retryable);
        }

        return code switch
        {
            StatusCode.Unavailable or StatusCode.Cancelled => new(code, null, "the connection to it was lost", isLost: true),
            StatusCode.Internal when error.Status.DebugException is InvalidProtocolBufferException => new(code, null, "it sent a message that cannot be read", isLost: true),
            StatusCode.Internal => new(code, null, "the connection to it broke in the middle of a message", isLost: true),
            StatusCode.Unknown when own.Length == 0 || error.Status.DebugException is not null => new(code, null, "the connection to it broke", isLost: true),
            StatusCode.Unknown => new(code, null, $"it failed: {own}", isLost: false),
            StatusCode.ResourceExhausted => new(code, null, Exhausted(own), isLost: false),
            StatusCode.DeadlineExceeded => new(code, null, "it missed a deadline of its own", isLost: false),
            StatusCode.Unauthenticated => new(code, null, "it wants another token", isLost: false),
            StatusCode.Unimplemented => new(code, null, "it does not serve this call", isLost: false),
            _ => new(code, null, own.Length > 0 ? $"it answered {code}: {own}" : $"it answered {code}", isLost: false),
        };
    }

    /// <summary>A peer's words without control characters, of bounded length.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, TextLength));
        foreach (char c in text)
        {
            if (clean.Length == TextLength)
            {
                clean.Append('…');
                break;
            }

            clean.Append(char.IsControl(c) ? ' ' : c);
        }

        return clean.ToString().Trim();
    }

    private static Messages.ErrorDetail? DetailOf(RpcException error)
    {
        if (error.Trailers.GetValueBytes(Trailer) is not { } bytes)
        {
            return null;
        }

        try
        {
            return Messages.ErrorDetail.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Every implementation of gRPC words it like this: "Received message larger than max (104857605 vs. 4194304)".
    private static string Exhausted(string own)
    {
        var sizes = Sizes().Match(own);
        return sizes.Success ? $"a message of {sizes.Groups[1].Value} bytes is larger than the {sizes.Groups[2].Value} that its receiver takes" : $"it answered ResourceExhausted: {own}";
    }

    [GeneratedRegex(@"larger than max \(([0-9]{1,12}) vs\. ([0-9]{1,12})")]
    private static partial Regex Sizes();

    private static string Words(Messages.ErrorReason reason) => $"it answered {SettingReader.WordOf(reason.ToString())}";
}
