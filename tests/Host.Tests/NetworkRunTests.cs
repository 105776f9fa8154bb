using System.Net;
using System.Net.Sockets;
using Sim.Tests.Fakes;

namespace Sim.Tests;

/// <summary>The executable with the bundled extractor that needs the network, and nobody at the other end.</summary>
public sealed class NetworkRunTests : IDisposable
{
    private static readonly Dictionary<string, string> Key = new() { ["A_KEY"] = "sk-very-secret" };
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-network-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("none")]
    [InlineData("all")]
    public void The_client_of_the_service_loads_in_the_plugin_and_in_a_worker(string isolate)
    {
        Suite("network: allow");

        var (code, _, error) = SimProcess.Run(_folder, Key, "run", "s.yaml", "--out", "r", "--isolate", isolate);

        string report = File.ReadAllText(Path.Combine(_folder, "r", "report.json"));
        Assert.True(code == 3, $"ended with {code}: {error}");
        Assert.Contains("the connection broke", report, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-very-secret", report + error, StringComparison.Ordinal);
        Assert.Contains("\"network.s\": \"allow\"", File.ReadAllText(Path.Combine(_folder, "r", "run.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_does_not_allow_the_network_is_a_mistake_before_anything_runs()
    {
        Suite("network: deny");

        var (code, _, error) = SimProcess.Run(_folder, Key, "run", "s.yaml", "--out", "r");

        Assert.Equal(2, code);
        Assert.Contains("network: allow", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "r")));
    }

    private void Suite(string network)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        File.WriteAllText(Path.Combine(_folder, "s.yaml"), $$"""
            schema: 1
            suite: s
            {{network}}
            cases:
              - name: a
                from:
                  text: "A car turns left in front of an oncoming truck."
                  extractor: { use: llm, endpoint: "http://127.0.0.1:{{port}}/v1", model: m, key: "${secret:A_KEY}", retries: 0 }
            assess: [ criticality ]
            expect: [ { all: min_ttc >= 0 s } ]
            """);
    }
}
