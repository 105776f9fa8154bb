using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sim.Host.Serving;
using Sim.Rpc;
using Sim.Rpc.Peers;

namespace Sim.Host.Commands;

/// <summary><c>sim serve</c>: offers simulators, drivers, assessors and traffic of this installation under the contract sim.v1.</summary>
internal sealed class ServeVerb : Verb
{
    private const string UsualAddress = "grpc://127.0.0.1:50051";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly Option<string[]> _address;
    private readonly Option<string[]> _simulator;
    private readonly Option<string[]> _driver;
    private readonly Option<string[]> _assessor;
    private readonly Option<string[]> _traffic;
    private readonly Option<string?> _token;
    private readonly Option<string?> _certificate;
    private readonly Option<string?> _privateKey;
    private readonly Option<string?> _clientAuthorities;
    private readonly Option<bool> _allowInsecure;
    private readonly Option<int?> _maxSessions;

    /// <summary>Makes the verb.</summary>
    public ServeVerb()
        : base(
            "serve",
            "Offers the embedded simulator, or simulators, drivers, assessors and traffic that are named, to other programs under the contract sim.v1, until it is stopped. Listens on this machine only unless told otherwise; any other address needs a token or client certificates.",
            "sim serve",
            "sim serve --address unix:/tmp/sim.sock --simulator embedded --driver idm",
            "sim serve --traffic idm",
            "sim serve --address grpcs://0.0.0.0:50051 --certificate server.pem --private-key server.key --token SIM_TOKEN")
    {
        _address = Option<string[]>("--address", $"Where to listen: grpc://127.0.0.1:PORT (0 takes a free one), grpcs://IP:PORT, unix:/path; repeatable; default {UsualAddress}.", "ADDRESS");
        _simulator = Option<string[]>("--simulator", "A simulator to offer; repeatable; embedded when nothing is named.", "NAME");
        _driver = Option<string[]>("--driver", "A driver to offer; repeatable.", "NAME");
        _assessor = Option<string[]>("--assessor", "An assessor to offer; repeatable.", "NAME");
        _traffic = Option<string[]>("--traffic", "A driver to offer as a traffic model, one session of it for each actor; repeatable.", "NAME");
        _token = Option<string?>("--token", "Environment variable that holds the token every client must show.", "VARIABLE");
        _certificate = Option<string?>("--certificate", "The server's certificate (PEM), for grpcs://.", "FILE");
        _privateKey = Option<string?>("--private-key", "Its private key (PEM).", "FILE");
        _clientAuthorities = Option<string?>("--client-authorities", "Certificates (PEM) of which one must have signed every client's.", "FILE");
        _allowInsecure = Option<bool>("--allow-insecure", "Listens beyond this machine without token and certificates.");
        _maxSessions = Option<int?>("--max-sessions", "Cases at the same time, 1 to 10000; 64 when left out.", "N");
    }

    /// <inheritdoc/>
    public override int Run(ParseResult parsed, CliContext context, CancellationToken cancellationToken)
    {
        var names = new ServedNames(parsed.GetValue(_simulator) ?? [], parsed.GetValue(_driver) ?? [], parsed.GetValue(_assessor) ?? [], parsed.GetValue(_traffic) ?? []);
        if (names is { Simulators.Count: 0, Drivers.Count: 0, Assessors.Count: 0, Traffic.Count: 0 })
        {
            names = names with { Simulators = ["embedded"] };
        }

        int maxSessions = parsed.GetValue(_maxSessions) ?? 64;
        if (maxSessions is < 1 or > 10_000)
        {
            throw new InputException($"--max-sessions is {maxSessions}, expected 1 to 10000");
        }

        string? given = context.Environment(ChildProcess.AddressVariable);
        var server = new RpcServer(ServerOptions(parsed, context, given));
        try
        {
            using var modules = new ServedModules(server, context.Modules().Catalog, names, maxSessions);
            Start(server);
            foreach (string address in server.Addresses)
            {
                context.Out.WriteLine(address);
            }

            context.Out.Flush();
            context.Error.WriteLine($"serving {string.Join(", ", names.Simulators.Concat(names.Drivers).Concat(names.Assessors).Concat(names.Traffic.Select(t => $"traffic {t}")))}; stop with Ctrl+C");
            Wait(given is not null && context.Environment(ChildProcess.VariablePrefix + "STDIN") == "watch", cancellationToken);
            server.StopAsync(Grace).GetAwaiter().GetResult();
            return ExitCode.Passed;
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private RpcServerOptions ServerOptions(ParseResult parsed, CliContext context, string? given)
    {
        var options = new RpcServerOptions
        {
            AllowInsecure = parsed.GetValue(_allowInsecure),
            MaxReceiveMessageSize = ServedModules.MaxMessageBytes,
            MaxConcurrentCalls = 100_000,
            MaxStreamsPerConnection = 10_000,
        };
        string[] addresses = parsed.GetValue(_address) is { Length: > 0 } named ? named : [given ?? UsualAddress];
        foreach (string address in addresses)
        {
            options.Addresses.Add(address);
        }

        if (parsed.GetValue(_token) is { } variable)
        {
            options.Tokens.Add(context.Environment(variable) is { Length: > 0 } token ? token : throw new InputException($"--token: the environment variable '{variable}' is not set"));
        }

        if (parsed.GetValue(_certificate) is null != parsed.GetValue(_privateKey) is null)
        {
            throw new InputException("--certificate and --private-key belong together; give both");
        }

        if (parsed.GetValue(_certificate) is { } certificate)
        {
            Load(certificate, () =>
            {
                using var pem = X509Certificate2.CreateFromPemFile(context.Full(certificate), context.Full(parsed.GetValue(_privateKey)!));
                options.Certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            });
        }

        if (parsed.GetValue(_clientAuthorities) is { } authorities)
        {
            options.ClientAuthorities = [];
            Load(authorities, () => options.ClientAuthorities.ImportFromPemFile(context.Full(authorities)));
        }

        return options;
    }

    private static void Load(string file, Action load)
    {
        try
        {
            load();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be used as a certificate: {e.Message}", file, inner: e);
        }
    }

    private static void Start(RpcServer server)
    {
        try
        {
            server.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or SocketException)
        {
            throw new InputException($"cannot listen: {e.Message}", inner: e);
        }
    }

    // As a side-car it ends when whoever started it lets go of its input.
    private static void Wait(bool watchesInput, CancellationToken cancellationToken)
    {
        // Not disposed: the thread below may outlive this call.
        var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (watchesInput)
        {
            new Thread(() =>
            {
                Span<byte> nothing = stackalloc byte[256];
                using var input = Console.OpenStandardInput();
                while (input.Read(nothing) > 0)
                {
                }

                over.Cancel();
            })
            { IsBackground = true, Name = "watches standard input" }.Start();
        }

        over.Token.WaitHandle.WaitOne();
    }
}
