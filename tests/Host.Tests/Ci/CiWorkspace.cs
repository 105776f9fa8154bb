using System.Diagnostics;

namespace Sim.Tests.Ci;

/// <summary>Folders and shells as a CI server gives them to a job, with the program that was built on the PATH.</summary>
internal sealed class CiWorkspace : IDisposable
{
    private static readonly string Root = FindRoot();
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-ci-").FullName;
    private int _jobs;

    public CiWorkspace()
    {
        Directory.CreateDirectory(At("bin"));
        File.WriteAllText(At("bin", "sim"), $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "sim.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("bin", "sim"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Replaces the text of the suite in every checkout.</summary>
    public Func<string, string> Suite { get; set; } = text => text;

    public static string Page(string name) => Path.Combine(Root, "docs", "ci", name);

    public string At(params string[] parts) => Path.Combine([_folder, .. parts]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>An empty folder for a job.</summary>
    public string NewFolder()
    {
        string folder = At($"job-{++_jobs}");
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>What a checkout holds of this repository, as far as a suite needs it.</summary>
    public void CheckOut(string folder)
    {
        foreach (string part in (string[])["scenarios/smoke.yaml", "scenarios/vehicles"])
        {
            Copy(Path.Combine(Root, part), Path.Combine(folder, part));
        }

        string suite = Path.Combine(folder, "scenarios", "smoke.yaml");
        File.WriteAllText(suite, Suite(File.ReadAllText(suite)));
    }

    /// <summary>Copies a file or the content of a folder; nothing when it is not there.</summary>
    public static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }
        else if (Directory.Exists(from))
        {
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
            }
        }
    }

    /// <summary>Runs a script of bash; nothing of this process's own server is seen.</summary>
    public (int Code, string Log) Shell(string script, string folder, IReadOnlyDictionary<string, string> variables)
    {
        string file = At($"script-{Guid.NewGuid():N}.sh");
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("bash", ["-e", file]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in (string[])["GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "CI", "GITHUB_STEP_SUMMARY"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = At("bin") + Path.PathSeparator + start.Environment["PATH"];
        start.Environment["SIM_TODAY"] = "2027-01-01";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult() + error);
    }

    /// <summary>The folder of a run of the suite without shards.</summary>
    public string Whole()
    {
        string folder = NewFolder();
        CheckOut(folder);
        var (code, log) = Shell("code=0; sim run scenarios/smoke.yaml --out whole || code=$?; [ $code -le 1 ]", folder, new Dictionary<string, string>());
        Assert.True(code == 0, log);
        return Path.Combine(folder, "whole");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
