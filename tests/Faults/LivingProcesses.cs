using System.Diagnostics;
using System.Text;

namespace Sim.Tests.Faults;

/// <summary>Looks for processes by what they were started with, and signals them.</summary>
internal static class LivingProcesses
{
    /// <summary>Those with a text in their environment.</summary>
    public static List<int> WithEnvironment(string text) => With("environ", text);

    /// <summary>Those with a text in their command line.</summary>
    public static List<int> WithArguments(string text) => With("cmdline", text);

    /// <summary>Sends a signal: "KILL", "STOP".</summary>
    public static void Signal(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
    }

    private static List<int> With(string file, string text)
    {
        byte[] mark = Encoding.UTF8.GetBytes(text);
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                if (File.ReadAllBytes($"{folder}/{file}").AsSpan().IndexOf(mark) >= 0 && !File.ReadAllText(folder + "/stat").Contains(") Z ", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(folder), null));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        return found;
    }
}
