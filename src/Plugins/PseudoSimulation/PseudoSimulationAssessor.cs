using System.Globalization;
using Sim.Plugins.PseudoSimulation.Assessing;
using Sim.Plugins.PseudoSimulation.Recordings;
using Sim.Plugins.PseudoSimulation.Stages;
using Sim.Plugins.Sdk;

namespace Sim.Plugins.PseudoSimulation;

/// <summary>
/// Pseudo-simulation of a recording: EPDMS with its parts, PDMS, one stage or two, of the recorded motion or of a driver that is asked
/// (docs/pseudo-simulation.md). Each metric's second reading is the value under the other compatibility mode, from the same plans. Thread-safe.
/// </summary>
public sealed class PseudoSimulationAssessor : IAssessor
{
    /// <inheritdoc/>
    public string Name => "pseudo-simulation";

    /// <inheritdoc/>
    public string Description => "NAVSIM's EPDMS and PDMS of the recorded motion, or of a driver asked at an instant and around it";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Metrics => MetricNames.All;

    /// <inheritdoc/>
    public IReadOnlyList<MethodFamily> Methods => MethodPage.Embedded(typeof(PseudoSimulationAssessor).Assembly, Metrics);

    /// <inheritdoc/>
    public Assessment Assess(AssessRequest request, AssessPeers peers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(peers);
        var options = PseudoSimulationOptions.From(request.Options);
        var sensor = SensorOf(options, peers);
        var recording = request.Recording;
        var times = PseudoSimulationTest.TimesOf(recording, options.Start, out string reason);
        if (times.Count == 0)
        {
            return Nothing(options, reason);
        }

        if (options.Plan == PlanSource.Driver && peers.Driver is null)
        {
            return Nothing(options, "there is no driver to ask; name one (sim score … --driver NAME)");
        }

        var log = request.Scenario?.Actors.FirstOrDefault(a => a.Id == request.Scenario.EgoId)?.Behaviour is DriverBehaviour { Log.Count: > 0 } driven ? driven.Log : null;
        var judged = new List<Judged>();
        foreach (long t in times)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var test = PseudoSimulationTest.Prepare(recording, t, options, request.Seed, log);
            judged.Add(Judge(test, recording, peers, sensor, request.Seed, cancellationToken));
        }

        return options.Start.Rule switch
        {
            StartRule.Every => Together(options, judged, times, recording),
            StartRule.Worst => One(options, judged.MinBy(j => j.First[MetricNames.Epdms].Value.Value ?? double.MaxValue)!),
            _ => One(options, judged[0]),
        };
    }

    private static ISensor? SensorOf(PseudoSimulationOptions options, AssessPeers peers)
    {
        if (options.Sensor is not { } use)
        {
            return null;
        }

        try
        {
            return peers.Sensor(use.Name);
        }
        catch (InputException e)
        {
            throw use.Options.Error(e.Detail);
        }
    }

    private static IEnumerable<Evidence> Shown(PseudoSimulationOptions options, IReadOnlyList<Judged> judged)
    {
        if (options.Sensor is not { } use)
        {
            return [];
        }

        int frames = judged.Sum(j => j.Run?.SensorFrames ?? 0);
        return [new Evidence(string.Create(CultureInfo.InvariantCulture, $"The driver was shown {frames} frame{(frames == 1 ? "" : "s")} of sensor '{use.Name}', one at each question."), null, [])];
    }

    private static Judged Judge(PseudoSimulationTest test, Recording recording, AssessPeers peers, ISensor? sensor, ulong seed, CancellationToken cancellationToken)
    {
        if (test.NotApplicable.Length > 0)
        {
            var none = RunReadings.Without(Measured.NotApplicable<double>(test.NotApplicable));
            return new Judged(test, null, none, none);
        }

        var run = test.Options.Plan == PlanSource.Driver ? test.Run(peers.Driver!, peers.DriverOptions, sensor, seed, cancellationToken) : test.RunRecorded();
        var other = test.Options.Compatibility == Compatibility.Sane ? Compatibility.Navsim22 : Compatibility.Sane;
        return new Judged(test, run, RunReadings.Of(test, run, recording), RunReadings.Of(test, test.Again(run, other), recording));
    }

    private Assessment One(PseudoSimulationOptions options, Judged judged)
    {
        IEnumerable<Evidence> findings = judged.Run is { } run
            ? RunSentences.Findings(judged.Test, run, judged.First)
            : [new Evidence($"Nothing can be said: {judged.Test.NotApplicable}.", null, [])];
        return Give(options, judged.First, judged.Second, [.. findings, .. Shown(options, [judged]), RunSentences.Method(options, [judged.Test.TimeUs], judged.Test)]);
    }

    private Assessment Together(PseudoSimulationOptions options, List<Judged> judged, IReadOnlyList<long> times, Recording recording)
    {
        var first = MeanReadings.Of([.. judged.Select(j => (j.Test.TimeUs, j.First))], recording);
        var second = MeanReadings.Of([.. judged.Select(j => (j.Test.TimeUs, j.Second))], recording);
        var evidence = new List<Evidence>();
        foreach (string part in MetricNames.Parts)
        {
            var value = first[$"epdms.{part}"].Value;
            if (value.Value is < 1)
            {
                evidence.Add(new Evidence(string.Create(CultureInfo.InvariantCulture, $"{part} is {value.Value:0.###} ({value.Reason})."), value.WorstTimeUs, value.Actors));
            }
        }

        return Give(options, first, second, [.. evidence, .. Shown(options, judged), RunSentences.Method(options, times, judged[0].Test)]);
    }

    private Assessment Nothing(PseudoSimulationOptions options, string reason)
    {
        var none = RunReadings.Without(Measured.NotApplicable<double>(reason));
        return Give(options, none, none, [new Evidence($"Nothing can be said: {reason}.", null, [])]);
    }

    private Assessment Give(PseudoSimulationOptions options, Dictionary<string, Reading> first, Dictionary<string, Reading> second, IReadOnlyList<Evidence> evidence)
    {
        var metrics = new List<Metric>();
        foreach (string name in options.Stages == 2 ? MetricNames.All : MetricNames.OneStage)
        {
            metrics.Add(new Metric
            {
                Name = name,
                Unit = "",
                Worse = MetricNames.Worse(name),
                Version = 1,
                Value = first[name].Value,
                SecondReading = name is MetricNames.DriverCalls or MetricNames.Views ? null : second[name].Value,
                CriticalAt = MetricNames.CriticalAt(name),
                Series = first[name].Series,
            });
        }

        string other = options.Compatibility == Compatibility.Sane ? "navsim-2.2" : "sane";
        IEnumerable<Evidence> differing = first[MetricNames.Epdms].Value.Value is { } a && second[MetricNames.Epdms].Value.Value is { } b && Math.Round(a, 4) != Math.Round(b, 4)
            ? [new Evidence(string.Create(CultureInfo.InvariantCulture, $"Under compat {other} the EPDMS of the same plans is {b:0.####}, not {a:0.####}."), null, [])]
            : [];
        return new Assessment { Assessor = Name, Version = Version, Metrics = metrics, Evidence = [.. evidence, .. differing] };
    }

    private sealed record Judged(PseudoSimulationTest Test, TestRun? Run, Dictionary<string, Reading> First, Dictionary<string, Reading> Second);
}
