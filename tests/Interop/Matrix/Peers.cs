using System.Diagnostics;

namespace Sim.Tests.Interop;

/// <summary>The programs in the other two languages: whether they can be had here, how they are built and started.</summary>
internal static class Peers
{
    private const string Python = "/usr/bin/python3";

    private static readonly string[] Programs = ["protoc", "grpc_python_plugin", "grpc_cpp_plugin", "cmake", "g++", "openssl"];

    private static string Source { get; } = Repository.PathOf("tests", "Interop");

    /// <summary>Everything that is built, kept between runs.</summary>
    private static string Built => Path.Combine(Source, "obj", "peers");

    /// <summary>What is missing here; null: nothing.</summary>
    public static string? Missing()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var absent = Programs.Where(p => !folders.Any(f => File.Exists(Path.Combine(f, p)))).ToList();
        if (!File.Exists("/usr/include/grpcpp/grpcpp.h")) absent.Add("libgrpc++-dev");
        if (!File.Exists(Python) || Run(Python, ["-c", "import grpc, google.protobuf"]).ExitCode != 0) absent.Add("python3-grpcio");
        return absent.Count == 0 ? null : $"not installed: {string.Join(", ", absent)}";
    }

    /// <summary>Generates the Python stubs and builds the C++ programs unless that is done.</summary>
    public static void Build()
    {
        string cpp = Path.Combine(Built, "cpp");
        Directory.CreateDirectory(Built);
        Must(Run("cmake", ["-S", Path.Combine(Source, "cpp"), "-B", cpp, "-DCMAKE_BUILD_TYPE=Release"]));
        Must(Run("cmake", ["--build", cpp, "--parallel", "2", "--target", "interop_server", "interop_client"]));
        Directory.CreateDirectory(Stubs);
        File.Delete(Path.Combine(Stubs, "done"));
        Must(Run(Python, [Path.Combine(Source, "python", "stubs.py"), Stubs]));
    }

    /// <summary>Makes the certificates of one run.</summary>
    public static void Certificates(string folder) => Must(Run("bash", [Path.Combine(Source, "certificates.sh"), folder]));

    /// <summary>The command line of a program, "server" or "client".</summary>
    public static ProcessStartInfo Command(string language, string role, params string[] arguments)
    {
        string[] all = ["--stubs", Stubs, .. arguments];
        return language switch
        {
            "python" => new ProcessStartInfo(Python, [Path.Combine(Source, "python", role + ".py"), .. all]),
            "cpp" => new ProcessStartInfo(Path.Combine(Built, "cpp", "interop_" + role), all),
            _ => throw new ArgumentException($"No program in '{language}'.", nameof(language)),
        };
    }

    private static string Stubs => Path.Combine(Built, "python");

    private static void Must((int ExitCode, string Output) result)
    {
        if (result.ExitCode != 0) throw new InvalidOperationException(result.Output);
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, $"{program} {string.Join(' ', arguments)}\n{output}");
    }
}
