using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A report writer in another process. The files of the run are lent to it for the call.</summary>
internal sealed class IsolatedReportWriter(ModuleDescription description, ILeaseSource source) : IsolatedModule(description, source), IReportWriter
{
    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        using var lease = Source.Begin();
        ulong lent = lease.Conversation.Offer(LentRunFiles.Answer(files));
        try
        {
            lease.Ask(Description.Object, nameof(Write), cancellationToken, ByteForm.Of(report), ByteForm.Of(lent));
        }
        finally
        {
            lease.Conversation.Withdraw(lent);
        }
    }

    /// <summary>Answers for a report writer.</summary>
    public static Target Answer(IReportWriter module) => call =>
    {
        if (call.Method != nameof(Write))
        {
            throw call.Unknown();
        }

        module.Write(call.Get<RunReport>(0), new LentRunFiles(call.Conversation, call.Get<ulong>(1)), call.CancellationToken);
        return ByteForm.Nothing;
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedReportWriter(Description, other);
}
