using System.Globalization;
using Grpc.Core;

namespace Sim.Rpc.Wire;

/// <summary>Status on the wire and the statuses that stand for events of HTTP.</summary>
internal static class WireStatus
{
    private static readonly string[] Codes = [.. Enumerable.Range(0, 17).Select(c => c.ToString(CultureInfo.InvariantCulture))];

    public static string CodeText(StatusCode code) =>
        (uint)code < (uint)Codes.Length ? Codes[(int)code] : ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a status; a missing or unreadable code is UNKNOWN.</summary>
    public static Status Parse(string? code, string? message)
    {
        if (code is null) return new Status(StatusCode.Unknown, "The server sent no grpc-status.");
        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new Status(StatusCode.Unknown, "The server sent an unreadable grpc-status.");
        return new Status(number is >= 0 and <= 16 ? (StatusCode)number : StatusCode.Unknown, message is null ? "" : PercentEncoding.Decode(message));
    }

    /// <summary>What an answer means that is not of gRPC.</summary>
    public static StatusCode OfHttp(int httpStatus) => httpStatus switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>What a stream reset means.</summary>
    public static StatusCode OfHttp2Error(long code) => code switch
    {
        // 0: the connection was closed in good order before the call had ended.
        0x0 or 0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
