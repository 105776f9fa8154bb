using System.CommandLine;
using System.Text;
using Sim.Formats.Yaml;
using Sim.Host.Store;

namespace Sim.Host.Commands;

/// <summary><c>sim init</c>: a first suite that runs.</summary>
internal sealed class InitVerb : Verb
{
    private const string SuiteText = """
        schema: 1
        suite: first
        seed: 1

        driver: { use: idm }                       # the system under test: idm, log-replay, constant-velocity, a plugin's name, grpc://host:port
        vehicle: { file: vehicles/sedan.yaml }
        simulator: { use: embedded, step: 0.1 s }

        cases:
          - name: ccrs                             # Euro NCAP car-to-car rear stationary
            covers: [ REQ-AEB-1 ]
            odd: { road: urban, light: day }
            from: { template: euro-ncap/ccrs, with: { speed: "10 .. 50 km/h step 20 km/h" } }

        assess: [ criticality ]

        expect:
          - { none: collision.at_fault }
          - { all: "min_ttc >= 0.5 s", min_cases: 3 }

        """;

    private const string ReadmeText = """
        # First suite

        ```
        sim run suite.yaml                # runs every case, writes runs/first
        sim run suite.yaml --list         # what would run
        sim validate suite.yaml           # is it right?
        ```

        `suite.yaml` says which cases run and what is expected of them, `vehicles/sedan.yaml` is the ego. Open `runs/first/report.html` after a run.
        The run folder holds every scenario, recording and assessment; `sim replay runs/first/cases/ID` runs a case again, to the byte.

        """;

    private readonly Argument<string> _folder;

    /// <summary>Makes the verb.</summary>
    public InitVerb()
        : base("init", "Writes a small suite, a vehicle and a README that run as they are. Never overwrites.", "sim init", "sim init my-tests && sim run my-tests/suite.yaml")
    {
        _folder = Argument<string>("FOLDER", "Where; default here.", ArgumentArity.ZeroOrOne);
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        string name = parsed.GetValue(_folder) ?? ".";
        string folder = context.Full(name);
        (string Path, string Text)[] files =
        [
            ("suite.yaml", SuiteText),
            ("vehicles/sedan.yaml", VehicleFile.Write(VehicleSpec.Sedan)),
            ("README.md", ReadmeText),
        ];
        foreach (var (path, _) in files)
        {
            if (File.Exists(Path.Combine(folder, path)))
            {
                throw new InputException("the file exists; nothing was written", Path.Combine(name, path));
            }
        }

        foreach (var (path, text) in files)
        {
            AtomicFile.Write(Path.Combine(folder, path), Encoding.UTF8.GetBytes(text));
            context.Error.WriteLine($"wrote {Path.Combine(name, path)}");
        }

        context.Error.WriteLine($"next: sim run {Path.Combine(name, "suite.yaml")}");
        return ExitCode.Passed;
    }
}
