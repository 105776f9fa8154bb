using System.Diagnostics;
using System.Globalization;

namespace Sim.Bench.Peers;

/// <summary>The references in Python, one step at a time on demand (<c>peers.py</c> beside this file).</summary>
internal sealed class SaePeer : IDisposable
{
    private readonly Process _process;

    public SaePeer(int threads, IReadOnlyDictionary<string, string> checkouts)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Script());
        start.ArgumentList.Add("--threads");
        start.ArgumentList.Add(threads.ToString(CultureInfo.InvariantCulture));
        foreach ((string name, string folder) in checkouts)
        {
            start.ArgumentList.Add("--" + name);
            start.ArgumentList.Add(folder);
        }

        _process = Process.Start(start)!;
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the references did not start: is python3-torch installed?");
    }

    /// <summary>What runs there.</summary>
    public string Version { get; }

    /// <summary>One step.</summary>
    /// <param name="what"><c>train</c> or <c>encode</c>.</param>
    /// <param name="name">Which reference.</param>
    /// <param name="sizes">Width, features, k, rows.</param>
    public (double Wall, double Cpu) Step(string what, string name, params int[] sizes)
    {
        _process.StandardInput.WriteLine($"{what} {name} {string.Join(' ', sizes)}");
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{name} ended without an answer");
        string[] words = line.Split(' ');
        return words[0] == "error"
            ? throw new InvalidOperationException(line)
            : (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Script()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "bench", "Peers", "Sae", "peers.py");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("bench/Peers/Sae/peers.py is not above " + AppContext.BaseDirectory);
    }
}
