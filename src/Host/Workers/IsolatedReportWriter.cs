using Sim.Plugins.Sdk;

namespace Sim.Host.Workers;

/// <summary>A report writer in another process. The files of the run are lent to it for the call.</summary>
internal sealed class IsolatedReportWriter(ModuleDescription description, ILeaseSource source, Setting? options = null) : IsolatedModule(description, source), IReportWriter
{
    private const string WriteConfigured = nameof(WriteConfigured);

    /// <inheritdoc/>
    public bool OnRequest => Description.OnRequest;

    /// <inheritdoc/>
    public IReportWriter Configured(Setting options)
    {
        Ask(nameof(Configured), CancellationToken.None, ByteForm.Of(options));
        return new IsolatedReportWriter(Description, Source, options);
    }

    /// <inheritdoc/>
    public void Write(RunReport report, IRunFiles files, CancellationToken cancellationToken)
    {
        using var lease = Source.Begin();
        ulong lent = lease.Conversation.Offer(LentRunFiles.Answer(files));
        try
        {
            if (options is null)
            {
                lease.Ask(Description.Object, nameof(Write), cancellationToken, ByteForm.Of(report), ByteForm.Of(lent));
            }
            else
            {
                lease.Ask(Description.Object, WriteConfigured, cancellationToken, ByteForm.Of(report), ByteForm.Of(lent), ByteForm.Of(options));
            }
        }
        finally
        {
            lease.Conversation.Withdraw(lent);
        }
    }

    /// <summary>Answers for a report writer.</summary>
    public static Target Answer(IReportWriter module) => call =>
    {
        switch (call.Method)
        {
            case nameof(Configured):
                module.Configured(call.Get<Setting>(0));
                return ByteForm.Nothing;
            case nameof(Write):
                Write(module, call);
                return ByteForm.Nothing;
            case WriteConfigured:
                Write(module.Configured(call.Get<Setting>(2)), call);
                return ByteForm.Nothing;
            default:
                throw call.Unknown();
        }
    };

    /// <inheritdoc/>
    protected override IModule With(ILeaseSource other) => new IsolatedReportWriter(Description, other, options);

    private static void Write(IReportWriter module, Call call) =>
        module.Write(call.Get<RunReport>(0), new LentRunFiles(call.Conversation, call.Get<ulong>(1)), call.CancellationToken);
}
