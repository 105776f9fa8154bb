using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>A driver in one session: answers each step once and repeats the answer when it is asked for again. Thread-safe; one step at a time.</summary>
internal sealed class DriverSeat(IDriverSession driver, DriverTask task, bool perfectTracking) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FrameObservations _observations = new(task);
    private Messages.DriveRequest? _last;
    private Messages.DriveReply? _reply;
    private RpcException? _failure;

    public bool PerfectTracking => perfectTracking;

    public Messages.DriveReply Answer(Messages.DriveRequest request, CancellationToken cancellationToken, CancellationToken ended)
    {
        // A repeated request may come while the first one, whose stream broke, is still being answered: it waits here.
        lock (_gate)
        {
            int step = request.World?.Step ?? -1;
            if (_last is { } last && step <= last.World.Step)
            {
                return !request.Equals(last)
                    ? throw ContractErrors.Of(
                        StatusCode.Aborted, Messages.ErrorReason.StepConflict, $"step {step} is done; the last one was step {last.World.Step}", "open", step)
                    : _reply ?? throw _failure!;
            }

            if (_failure is not null)
            {
                throw ContractErrors.Of(StatusCode.FailedPrecondition, Messages.ErrorReason.WrongState, "the driver has failed at an earlier step", "faulted", step);
            }

            cancellationToken.ThrowIfCancellationRequested();
            Observation observation;
            try
            {
                observation = _observations.From(request.World, request.Sensors);
            }
            catch (InputException e)
            {
                throw ContractErrors.Of(StatusCode.InvalidArgument, Messages.ErrorReason.BadTime, e.Message, "open", step);
            }

            (_last, _reply, _failure) = (request, null, null);
            try
            {
                // Not the call's token: the answer is kept for whoever asks again.
                var answer = driver.Decide(observation, ended);
                string? fault = answer is null ? "it gave no answer" : answer.Fault();
                if (fault is not null)
                {
                    throw ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.BadAnswer, fault, "faulted", step);
                }

                return _reply = new Messages.DriveReply { SessionId = request.SessionId, TimeUs = observation.TimeUs, Answer = AnswerMessages.Of(step, answer!) };
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // In the words of a driver in this process, so that a case says the same wherever its driver runs.
                throw _failure = e is InputException
                    ? ContractErrors.Of(StatusCode.Internal, Messages.ErrorReason.ModuleFailed, $"{e.GetType().Name}: {e.Message}", "faulted", step)
                    : ContractErrors.Of(e, Messages.ErrorReason.ModuleFailed, step);
            }
        }
    }

    public void Dispose() => driver.Dispose();
}
