using System.Diagnostics;
using System.Runtime.InteropServices;
using Sim.Fixtures;
using Sim.Rpc;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

// driver [MODE...]: exit-at-start, never-ready, ignore-sigterm, ignore-stdin, fork, chatty, versions, noisy, stamps.
bool Is(string mode) => args.Contains(mode);
if (Is("exit-at-start"))
{
    Console.Error.WriteLine("no licence found");
    return 4;
}

if (Is("chatty"))
{
    Console.WriteLine("warming up");
}

if (Is("stamps"))
{
    Console.WriteLine(TestDriver.Stamp);
}

if (Is("never-ready"))
{
    Thread.Sleep(Timeout.Infinite);
}

if (Is("fork"))
{
    // One that stays in the group, one that leaves it.
    using var near = Process.Start("sleep", "1000");
    using var far = Process.Start("setsid", ["sleep", "1000"]);
}

using var ignored = Is("ignore-sigterm") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
string address = args.FirstOrDefault(a => a.StartsWith("http:", StringComparison.Ordinal)) ?? Environment.GetEnvironmentVariable("SIM_DRIVER_ADDRESS")!;
using var service = new DriverService([new TestDriver(Is("versions") ? Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) : "1.0.0", Is("noisy"))]);
var options = new RpcServerOptions { Addresses = { address }, MaxReceiveMessageSize = 64 << 20 };
await using var server = new RpcServer(options);
server.AddService(Messages.Driver.BindService(new OddService(service)));
await server.StartAsync();
Console.WriteLine($"listening at {server.Addresses[0]}");
if (Environment.GetEnvironmentVariable("SIM_DRIVER_STDIN") == "watch" && !Is("ignore-stdin"))
{
    // The end of the input says that the host is gone.
    await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    if (!Is("ignore-sigterm"))
    {
        return 0;
    }
}

await Task.Delay(Timeout.Infinite);
return 0;
