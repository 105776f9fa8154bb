using Microsoft.Extensions.Logging;

namespace Sim.Rpc.Server;

internal sealed partial class ServerCall
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} threw.")]
    private static partial void LogHandlerThrew(ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "A call past its deadline could not be ended in order.")]
    private static partial void LogLateEnd(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "An entry of a call's metadata was left out: {Reason}")]
    private static partial void LogBadMetadata(ILogger logger, string reason);
}
