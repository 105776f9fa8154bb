using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Llm;
using Sim.Plugins.CrashReports.Llm.Service;

namespace Sim.Tests.CrashReports.Llm;

/// <summary>An extractor on a fake service.</summary>
internal sealed class Rig : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(97);

    public Rig(Func<SeenRequest, int, FakeAnswer> answer, Func<LlmOptions, LlmOptions>? change = null, TimeProvider? clock = null, string key = "sk-very-secret")
    {
        Service = new FakeService(answer);
        Clock = clock ?? new InstantClock();
        var options = new LlmOptions { Model = "fake", Endpoint = new Uri(Service.Endpoint + "/"), Key = Setting.Scalar("${secret:THE_KEY}"), Timeout = Limit };
        Options = change?.Invoke(options) ?? options;
        Host = new ExtractorHost { Network = true, Clock = Clock, Variables = name => name == "THE_KEY" ? key : null };
        Gateway = new LlmGateway(Options, Host);
        Extractor = new LlmExtractor(Options, Gateway);
    }

    public FakeService Service { get; }

    public TimeProvider Clock { get; }

    public LlmOptions Options { get; }

    public ExtractorHost Host { get; }

    public LlmGateway Gateway { get; }

    public LlmExtractor Extractor { get; }

    public void Dispose()
    {
        Gateway.Dispose();
        Service.Dispose();
    }
}
