using Grpc.Core;
using Sim.Plugins.Sdk;

namespace Sim.Rpc.Services;

/// <summary>What remote assessors, guards and sensors share. Thread-safe.</summary>
internal static class RemoteModules
{
    /// <summary>Shakes hands and finds the module.</summary>
    /// <exception cref="InputException">It does not fit.</exception>
    /// <exception cref="PeerFailedException">It is not there or does not answer in time.</exception>
    public static Messages.ModuleInfo Connect(
        Func<Messages.HandshakeRequest, CallOptions, AsyncUnaryCall<Messages.HandshakeReply>> call, string kind, RemoteModuleOptions options, CancellationToken cancellationToken)
    {
        string who = $"{kind} '{options.Name}'";
        Messages.HandshakeReply reply;
        try
        {
            reply = Handshakes.Ask(call, who, [], options.ConnectDeadline, cancellationToken);
        }
        catch (DriverFailedException e)
        {
            throw new PeerFailedException($"{who}: {e.Message}", e);
        }

        return Find(reply, who, options.Name, options.Module);
    }

    /// <summary>The module that is meant; a server without modules is one itself.</summary>
    /// <exception cref="InputException">There is no such module.</exception>
    public static Messages.ModuleInfo Find(Messages.HandshakeReply reply, string who, string name, string module)
    {
        var found = reply.Modules.Count == 0
            ? new Messages.ModuleInfo
            {
                Name = reply.Server?.Name is { Length: > 0 } given ? given : name,
                Version = reply.Server?.Version ?? "",
                Capabilities = { reply.Capabilities },
                Reproducibility = reply.Reproducibility,
            }
            : module.Length == 0 && reply.Modules.Count == 1 ? reply.Modules[0]
            : reply.Modules.FirstOrDefault(m => m.Name == module) ?? throw new InputException(module.Length == 0
                ? $"{who} serves several modules; name one of them: {string.Join(", ", reply.Modules.Select(m => $"'{m.Name}'"))}"
                : $"{who} has no module '{module}'; {Nearest.Hint(module, reply.Modules.Select(m => m.Name))}");
        found.Name = PeerFault.Clean(Field.Text(found.Name, "", "name"));
        found.Version = PeerFault.Clean(Field.Text(found.Version, "", "version"));
        found.Description = PeerFault.Clean(Field.Text(found.Description, "", "description"));
        return found;
    }

    /// <summary>Waits for a call and turns its failure into one of two: a refusal is the user's, all else the peer's.</summary>
    /// <exception cref="InputException">The peer refuses what it was asked.</exception>
    /// <exception cref="PeerFailedException">The peer failed.</exception>
    public static T Result<T>(Func<CallOptions, Task<T>> call, string who, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource();
        DateTime? until = deadline == Timeout.InfiniteTimeSpan ? null : DateTime.UtcNow + deadline;
        try
        {
            var task = call(new CallOptions(deadline: until, cancellationToken: end.Token));
            return Waiting.Ends(task, deadline, cancellationToken)
                ? task.GetAwaiter().GetResult()
                : throw new PeerFailedException($"{who} missed its deadline of {Waiting.Text(deadline)}");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            throw new PeerFailedException($"{who} missed its deadline of {Waiting.Text(deadline)}", e);
        }
        catch (RpcException e)
        {
            var fault = PeerFault.Of(e);
            throw fault.IsRefusal ? new InputException($"{who} refuses: {fault.Text}", inner: e) : new PeerFailedException($"{who} failed: {fault.Text}", e);
        }
        finally
        {
            end.Cancel();
        }
    }
}
