using System.Globalization;

namespace Sim.Host.Drivers;

/// <summary>Says how to attach a debugger to a driver.</summary>
internal static class DebuggerHint
{
    /// <summary>A few lines.</summary>
    /// <param name="processId">The driver's process.</param>
    /// <param name="arguments">Its command.</param>
    public static string Of(int processId, IReadOnlyList<string> arguments)
    {
        string program = Path.GetFileNameWithoutExtension(arguments[0]);
        string how = program.StartsWith("python", StringComparison.OrdinalIgnoreCase)
            ? string.Create(CultureInfo.InvariantCulture, $"  Python: put breakpoint() into the driver (this terminal is its input), or attach: python3 -m debugpy --listen 5678 --pid {processId}")
            : program.StartsWith("dotnet", StringComparison.OrdinalIgnoreCase)
                ? string.Create(CultureInfo.InvariantCulture, $"  C#: attach your editor's .NET debugger to process {processId}")
                : string.Create(CultureInfo.InvariantCulture, $"  C++: gdb -p {processId}; C#: attach a .NET debugger; Python: python3 -m debugpy --listen 5678 --pid {processId}");
        return string.Create(CultureInfo.InvariantCulture, $"driver: process {processId}, no deadlines\n{how}");
    }
}
