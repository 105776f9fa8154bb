using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A verb in another process. The console is lent to it for the call; it runs in the same working folder with the same environment.</summary>
internal sealed class IsolatedCommand(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), ICommand
{
    /// <inheritdoc/>
    public int Run(IReadOnlyList<string> arguments, ICommandConsole console, CancellationToken cancellationToken)
    {
        using var lease = Source.Begin();
        ulong lent = lease.Conversation.Offer(LentConsole.Answer(console));
        try
        {
            return ByteForm.Read<int>(lease.Ask(Description.Object, nameof(Run), cancellationToken, ByteForm.Of(arguments), ByteForm.Of(lent))[0]);
        }
        finally
        {
            lease.Conversation.Withdraw(lent);
        }
    }

    /// <summary>Answers for a verb.</summary>
    public static Target Answer(ICommand module) => call =>
    {
        if (call.Method != nameof(Run))
        {
            throw call.Unknown();
        }

        using var console = new LentConsole(call.Conversation, call.Get<ulong>(1));
        return [ByteForm.Of(module.Run(call.Get<IReadOnlyList<string>>(0), console, call.CancellationToken))];
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedCommand(Description, other);
}
