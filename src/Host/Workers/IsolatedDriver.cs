using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A driver in another process.</summary>
internal sealed class IsolatedDriver(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IDriver
{
    /// <inheritdoc/>
    public DriverInfo Info => Description.Driver!;

    /// <inheritdoc/>
    public IDriverSession Start(DriverTask task, Setting options, CancellationToken cancellationToken)
    {
        var lease = Source.Begin();
        try
        {
            ulong session = ByteForm.Read<ulong>(Guard(() => lease.Ask(Description.Object, nameof(Start), cancellationToken, ByteForm.Of(task), ByteForm.Of(options)))[0]);
            return new Session(lease, session);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Inputs(Setting options, FileRoots files) =>
        ByteForm.Read<IReadOnlyDictionary<string, string>>(Ask(nameof(Inputs), CancellationToken.None, ByteForm.Of(options), ByteForm.Of(files))[0]);

    /// <summary>Answers for a driver.</summary>
    public static Target Answer(IDriver module) => call => call.Method switch
    {
        nameof(Start) => [ByteForm.Of(OfferSession(call, module.Start(call.Get<DriverTask>(0), call.Get<Setting>(1), call.CancellationToken)))],
        nameof(Inputs) => [ByteForm.Of(module.Inputs(call.Get<Setting>(0), call.Get<FileRoots>(1)))],
        _ => throw call.Unknown(),
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedDriver(Description, other);

    private static ulong OfferSession(Call start, IDriverSession session)
    {
        ulong number = 0;
        number = start.Conversation.Offer(call =>
        {
            switch (call.Method)
            {
                case nameof(IDriverSession.Decide):
                    return [ByteForm.Of(session.Decide(call.Get<Observation>(0), call.CancellationToken))];
                case nameof(IDisposable.Dispose):
                    call.Conversation.Withdraw(number);
                    session.Dispose();
                    return ByteForm.Nothing;
                default:
                    throw call.Unknown();
            }
        });
        return number;
    }

    // What ends a driver is a verdict on the driver.
    private static T Guard<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (ModuleFailedException e)
        {
            throw new DriverFailedException(e.Message, e);
        }
    }

    private sealed class Session(ILease lease, ulong number) : IsolatedSession(lease, number), IDriverSession
    {
        public DriverAnswer Decide(Observation observation, CancellationToken cancellationToken) =>
            ByteForm.Read<DriverAnswer>(Guard(() => Ask(nameof(Decide), cancellationToken, ByteForm.Of(observation)))[0]);
    }
}
