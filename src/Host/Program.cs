using System.Runtime.InteropServices;
using Sim.Host.Commands;
using Sim.Host.Workers;

if (args is [WorkerProgram.Switch, ..])
{
    return WorkerProgram.Run(args);
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // The first signal ends the run in good order; the second one ends the process.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
int code = CommandLineApp.Run(args, CliContext.Process(), stop.Token);
Console.Out.Flush();
return code;
