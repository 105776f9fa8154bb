using Sim.Formats.Messages;
using Sim.Plugins.Sdk;
using Sim.Rpc.Services;

namespace Sim.Plugins.Bridge;

/// <summary>What both ends of the contract have to agree on, without a peer: digests of worlds, states of a session, versions that fit.</summary>
internal sealed class BridgeSelfTest : ISelfTest
{
    private const string Second = "a second implementation, in Python with decimal rounding";
    private const string Contract = "docs/contract.md";

    // The state that each call leads to, in the order of the calls; a dash is a refusal.
    private static readonly (SimulatorState State, string After)[] States =
    [
        (SimulatorState.Closed, "Open - - - - - Closed"),
        (SimulatorState.Open, "Open Loaded - - - - Closed"),
        (SimulatorState.Loaded, "Loaded Loaded Running - - - Closed"),
        (SimulatorState.Running, "Running Loaded Running Running Running Running Closed"),
        (SimulatorState.Ended, "Ended Loaded Running - Ended - Closed"),
        (SimulatorState.Faulted, "- - - - Faulted - Closed"),
    ];

    /// <inheritdoc/>
    public string Name => "bridge";

    /// <inheritdoc/>
    public string Description => "Digests of worlds, states of a session, versions that fit; no peer is needed.";

    /// <inheritdoc/>
    public IReadOnlyList<SelfCheck> Run(CancellationToken cancellationToken) => [.. Digests(), .. Allowed(), .. Versions()];

    private static IEnumerable<SelfCheck> Digests()
    {
        string[] ids = ["ego", "Bus", "\u00e4"];
        byte[] empty = StateDigest.Of(new WorldFrame(), []);
        byte[] three = StateDigest.Of(Three(), ids);
        yield return SelfCheck.OfText("digest of an empty world", "895c607361d12436b3c82f8e233278f594d1de2ac032fd9534670a26f9bd5ce5", Convert.ToHexStringLower(empty), Second);
        yield return SelfCheck.OfText("digest of a world of three", "eacc77bdb5bf05a1cf30a235c6c656c382cdedd1270a1570570aed4343ee25ff", Convert.ToHexStringLower(three), Second);
        byte[] run = StateDigest.Chain(StateDigest.Chain(new byte[StateDigest.Size], empty), three);
        yield return SelfCheck.OfText("digest of a run of both", "526504d2f564ce56b36713df8f3f3a26036368f329afdab37be0e004db8668c4", Convert.ToHexStringLower(run), Second);
    }

    private static IEnumerable<SelfCheck> Allowed()
    {
        var calls = Enum.GetValues<SimulatorCall>();
        foreach (var (state, after) in States)
        {
            string found = string.Join(' ', calls.Select(call => SimulatorStates.After(state, call)?.ToString() ?? "-"));
            yield return SelfCheck.OfText($"what a session that is {SimulatorStates.Word(state)} allows", after, found, Contract, calls.Length);
        }

        yield return SelfCheck.OfText("a step that ends the scenario", "Ended", $"{SimulatorStates.After(SimulatorState.Running, SimulatorCall.Step, isOver: true)}", Contract);
    }

    private static IEnumerable<SelfCheck> Versions()
    {
        (uint, uint, uint, uint, bool)[] pairs = [(1, 0, 1, 7, true), (1, 0, 2, 0, false), (0, 3, 0, 3, true), (0, 3, 0, 4, false)];
        string Fits(uint a, uint b, uint c, uint d) => ContractRules.Fit(new() { Major = a, Minor = b }, new() { Major = c, Minor = d }) ? "fit" : "do not fit";
        foreach (var (a, b, c, d, fit) in pairs)
        {
            yield return SelfCheck.OfText($"versions {a}.{b} and {c}.{d}", fit ? "fit" : "do not fit", Fits(a, b, c, d), Contract);
        }
    }

    private static WorldFrame Three() => new()
    {
        Step = 7,
        TimeUs = 700_000,
        Actors =
        {
            new ActorFrame { Index = 0, Id = "ego", X = 1.0000005, Y = -2.0000005, HeadingRad = 0.5, SpeedMps = 13.25 },
            new ActorFrame { Index = 1, X = -0.0, Y = 0.0, HeadingRad = -Math.PI, SpeedMps = 0.0 },
            new ActorFrame { Index = 2, X = 123456.789, Y = 1e-7, HeadingRad = 7.0, SpeedMps = -3.5 },
        },
        Signals = { new SignalFrame { Id = "s2", State = SignalState.Red }, new SignalFrame { Id = "s1", State = SignalState.Green } },
    };
}
