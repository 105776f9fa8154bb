using System.Diagnostics;
using System.Globalization;

namespace Sim.Rpc.Peers;

/// <summary>
/// Cleans up when this process is killed and cannot do it itself: a small shell that holds the other end of a pipe, kills the process groups that are
/// still noted when the pipe closes, with processes that left them, and removes their folders. Thread-safe.
/// </summary>
internal static class Reaper
{
    // Two seconds for children that end by themselves when their input closes.
    private const string Script = """
        exec >/dev/null 2>&1
        live=""
        while read -r verb pid folder; do
          case $verb in
            +) live="$live $pid:$folder" ;;
            -) rest=""; for e in $live; do [ "$e" = "$pid:$folder" ] || rest="$rest $e"; done; live=$rest ;;
          esac
        done
        [ -n "$live" ] || exit 0
        sleep 2
        for e in $live; do
          folder=${e#*:}
          kill -9 "-${e%%:*}"
          for p in /proc/[0-9]*; do
            if grep -qsaF "SIM_DRIVER_ADDRESS=unix:$folder/driver.sock" "$p/environ"; then kill -9 "${p#/proc/}"; fi
          done
          rm -rf -- "$folder"
        done
        """;

    private static readonly Lock Gate = new();
    private static Process? _shell;

    /// <summary>Notes a process group with its folder.</summary>
    public static void Watch(int group, string folder) => Tell('+', group, folder);

    /// <summary>Forgets it: it has been cleaned up.</summary>
    public static void Forget(int group, string folder) => Tell('-', group, folder);

    private static void Tell(char verb, int group, string folder)
    {
        if (ProgramPath.Setsid is not { } setsid)
        {
            return;
        }

        lock (Gate)
        {
            try
            {
                if (_shell is null || _shell.HasExited)
                {
                    _shell?.Dispose();
                    _shell = Process.Start(new ProcessStartInfo(setsid, ["/bin/sh", "-c", Script]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" });
                }

                _shell!.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{verb} {group} {folder}\n"));
                _shell.StandardInput.Flush();
            }
            catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
            {
                // It is a second net; without it, children still see the end of their input.
            }
        }
    }
}
