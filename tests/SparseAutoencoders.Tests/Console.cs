using Sim.Plugins.Sdk;
using Sim.Plugins.SparseAutoencoders.Commands;

namespace Sim.Tests.SparseAutoencoders;

internal sealed class Console(string folder) : ICommandConsole
{
    public TextWriter Out { get; } = new StringWriter();

    public TextWriter Error { get; } = new StringWriter();

    public string WorkingFolder => folder;

    public static (int Code, string Out, string Error) Run(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        var console = new Console(folder);
        int code = new SaeCommand().Run(arguments, console, cancellationToken);
        return (code, console.Out.ToString()!, console.Error.ToString()!);
    }
}
