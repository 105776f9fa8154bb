using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sim.Rpc.Peers;

/// <summary>Looks at processes through /proc and signals them. Where there is no /proc, it sees none. Thread-safe.</summary>
internal static class ProcessTable
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>
    /// Living processes that belong to a child: those of its session (a child is started in a session of its own), and those that left it but still
    /// carry its variables.
    /// </summary>
    /// <param name="session">Process id of the session's leader.</param>
    /// <param name="variable">"NAME=value" that only this child's processes have in their environment; null leaves out those that left.</param>
    public static IReadOnlyList<int> Members(int session, string? variable)
    {
        var found = new List<int>();
        if (!Directory.Exists("/proc/self"))
        {
            return found;
        }

        byte[]? marker = variable is null ? null : Encoding.UTF8.GetBytes(variable);
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid != Environment.ProcessId
                && IsMember(pid, session, marker))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>Memory that processes hold in RAM together, bytes. Shared pages count for each.</summary>
    public static long ResidentBytes(IReadOnlyList<int> pids)
    {
        long pages = 0;
        foreach (int pid in pids)
        {
            string[] fields = Text($"/proc/{pid}/statm").Split(' ');
            pages += fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long resident) ? resident : 0;
        }

        return pages * Environment.SystemPageSize;
    }

    /// <summary>Sends a signal to a process, or to a process group when negative. One that is gone is no error.</summary>
    public static void Signal(int pid, int signal)
    {
        if (!OperatingSystem.IsWindows() && pid is not (0 or 1 or -1))
        {
            _ = Native.Send(pid, signal);
        }
    }

    private static bool IsMember(int pid, int session, byte[]? marker)
    {
        string stat = Text($"/proc/{pid}/stat");
        int close = stat.LastIndexOf(')');
        if (close < 0)
        {
            return false;
        }

        // After the name: state, parent, process group, session.
        string[] fields = stat[(close + 1)..].Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 5 || fields[0] is "Z" or "X")
        {
            return false;
        }

        return (int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int its) && its == session) || (marker is not null && Carries(pid, marker));
    }

    private static bool Carries(int pid, byte[] marker)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ").AsSpan().IndexOf(marker) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill", ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Send(int pid, int signal);
    }
}
