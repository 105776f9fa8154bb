using System.Diagnostics;
using Sim.Host.Workers.Messages;
using Sim.Rpc;
using Sim.Rpc.Peers;

namespace Sim.Host.Workers;

/// <summary><c>sim --worker FOLDER</c>: serves the plugin in a folder to the process that started it, and to nobody else.</summary>
internal static class WorkerProgram
{
    /// <summary>First word of the command line.</summary>
    public const string Switch = "--worker";

    private const int MinThreads = 32;

    /// <summary>Serves until the host goes away.</summary>
    /// <returns>An exit code, when it cannot serve at all.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        string address = Environment.GetEnvironmentVariable(ChildProcess.AddressVariable) ?? "";
        if (arguments.Count != 2 || !address.StartsWith("unix:", StringComparison.Ordinal))
        {
            Console.Error.WriteLine($"error: {Switch} is how sim starts a plugin in a process of its own; it is of no use by hand (plugin.yaml: isolation: process)");
            return ExitCode.Usage;
        }

        // A plugin that reads or closes its input must not blind the watch.
        var input = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null);
        new Thread(() => Watch(input)) { IsBackground = true, Name = "host watch" }.Start();

        // Calls of modules block their threads.
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        Serve(arguments[1], address).GetAwaiter().GetResult();
        return ExitCode.Passed;
    }

    private static async Task Serve(string folder, string address)
    {
        var options = new RpcServerOptions
        {
            Addresses = { address },
            MaxReceiveMessageSize = PluginWorker.MaxMessageBytes,
            MaxConnections = 2,
            KeepAliveDelay = TimeSpan.FromDays(1),
        };
        await using var server = new RpcServer(options);
        server.AddService(Worker.BindService(new WorkerService(folder)));
        await server.StartAsync().ConfigureAwait(false);
        await File.WriteAllBytesAsync(address["unix:".Length..] + PluginWorker.ReadySuffix, []).ConfigureAwait(false);
        await Task.Delay(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
    }

    // Not an orderly exit: a plugin's threads and handlers could hold that up for ever.
    private static void Watch(Stream input)
    {
        byte[] buffer = new byte[64];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // As good as its end.
        }

        Process.GetCurrentProcess().Kill();
    }
}
