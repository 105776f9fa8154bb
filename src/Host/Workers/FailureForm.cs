using Sim.Host.Workers.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>
/// Exceptions on the wire. Those that the contracts speak of come back as they were, with all their fields; any other comes back as a
/// <see cref="ModuleFailedException"/> whose message is the line that the host would have made of the original.
/// </summary>
internal static class FailureForm
{
    /// <summary>To a message.</summary>
    public static Failure Of(Exception exception)
    {
        var failure = new Failure { Type = exception.GetType().Name, Message = exception.Message };
        switch (exception)
        {
            case InputException input:
                failure.Kind = Failure.Types.Kind.Input;
                failure.Message = input.Detail;
                (failure.Line, failure.Column) = (input.Line, input.Column);
                if (input.File is { } file)
                {
                    failure.File = file;
                }

                break;
            case RefusedException:
                failure.Kind = Failure.Types.Kind.Refused;
                break;
            case OperationCanceledException:
                failure.Kind = Failure.Types.Kind.Cancelled;
                break;
            case DriverFailedException:
                failure.Kind = Failure.Types.Kind.DriverFailed;
                break;
            case ModuleFailedException:
                failure.Kind = Failure.Types.Kind.ModuleFailed;
                break;
            case InvalidOperationException when exception.GetType() == typeof(InvalidOperationException):
                failure.Kind = Failure.Types.Kind.InvalidOperation;
                break;
        }

        return failure;
    }

    /// <summary>From a message.</summary>
    /// <param name="failure">The message.</param>
    /// <param name="cancellationToken">The caller's token: only when it is cancelled is a cancellation one.</param>
    public static Exception Back(Failure failure, CancellationToken cancellationToken) => failure.Kind switch
    {
        Failure.Types.Kind.Input => new InputException(failure.Message, failure.HasFile ? failure.File : null, failure.Line, failure.Column),
        Failure.Types.Kind.Refused => new RefusedException(failure.Message),
        Failure.Types.Kind.Cancelled when cancellationToken.IsCancellationRequested => new OperationCanceledException(cancellationToken),
        Failure.Types.Kind.DriverFailed => new DriverFailedException(failure.Message),
        Failure.Types.Kind.ModuleFailed => new ModuleFailedException(failure.Message),
        Failure.Types.Kind.InvalidOperation => new InvalidOperationException(failure.Message),
        _ => new ModuleFailedException($"{failure.Type}: {failure.Message}"),
    };
}
