using Grpc.Core;
using Sim.Host.Plugins;
using Sim.Host.Workers.Messages;

namespace Sim.Host.Workers;

/// <summary>In a worker: answers for one plugin. One conversation, then never again.</summary>
/// <param name="folder">The plugin's folder.</param>
internal sealed class WorkerService(string folder) : Worker.WorkerBase
{
    /// <summary>The plugin's own method: loads it and says what it has.</summary>
    public const string Describe = "Describe";

    private int _conversations;

    /// <inheritdoc/>
    public override async Task Converse(IAsyncStreamReader<Envelope> requestStream, IServerStreamWriter<Envelope> responseStream, ServerCallContext context)
    {
        if (Interlocked.Increment(ref _conversations) != 1)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "this worker serves somebody already"));
        }

        await Talk(folder, frame => responseStream.WriteAsync(frame))
            .Run(async () => await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false) ? requestStream.Current : null).ConfigureAwait(false);
    }

    /// <summary>The worker's end of a conversation.</summary>
    public static Conversation Talk(string folder, Func<Envelope, Task> send)
    {
        return new Conversation(send)
        {
            Plugin = call => call.Method == Describe ? [ByteForm.Of(Load(folder, new ModuleCatalog(), call.Conversation))] : throw call.Unknown(),
        };
    }

    private static PluginDescription Load(string folder, ModuleCatalog catalog, Conversation conversation)
    {
        var entry = PluginLoader.Load(folder, catalog, [], null);
        try
        {
            return new PluginDescription(
                entry.State, entry.Reason, [.. entry.Modules.Select(m => ContractBridge.All.First(b => b.Word == m.Contract).Lend(catalog, m.Name, conversation))]);
        }
        catch (Exception e)
        {
            return new PluginDescription(PluginState.Failed, $"a module cannot say who it is: {e.GetType().Name}: {e.Message}", []);
        }
    }
}
