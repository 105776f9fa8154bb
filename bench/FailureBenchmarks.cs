using System.Globalization;
using BenchmarkDotNet.Attributes;
using Sim.Numerics;
using Sim.Reports.Failures;

namespace Sim.Bench;

/// <summary>How a case ended, from a recording of 10 s with 10 actors; and 5,000 failures of one signature put together by their approaches.</summary>
[MemoryDiagnoser]
public class FailureBenchmarks
{
    private readonly List<CaseRow> _rows = [];
    private Recording _recording = null!;

    [GlobalSetup]
    public void Setup()
    {
        _recording = CriticalityTraffic.Recording(10, 100);
        string partner = _recording.Tracks.First(t => t.Id != _recording.EgoId).Id;
        _recording = _recording with
        {
            Contacts =
            [
                new Contact
                {
                    TimeUs = _recording.TimeUs(90),
                    A = _recording.EgoId!,
                    B = partner,
                    X = 0,
                    Y = 0,
                    ZoneA = ImpactZone.Front,
                    ZoneB = ImpactZone.Rear,
                    RelativeSpeedMps = 5,
                    HeadingDifferenceRad = 0,
                    SpeedAMps = 10,
                    SpeedBMps = 5,
                    Class = CollisionClass.ActiveFront,
                    AtFault = true,
                },
            ],
        };
        var random = new RandomStream(1);
        for (int i = 0; i < 5000; i++)
        {
            double from = 20 + 40 * random.NextDouble(), side = 10 * random.NextDouble();
            var key = new CaseKey { Source = "bench", Parameters = Ordered.Copy([new("n", i.ToString(CultureInfo.InvariantCulture))]), Label = "n" };
            var ending = new CaseEnding
            {
                TimeUs = 1,
                PartnerClass = ActorClass.Car,
                ImpactHour = 12,
                EgoManoeuvre = DrivenManoeuvre.Straight,
                Event = "partner-brakes",
                MaxDecelMps2 = 1,
                Approach = [.. Enumerable.Range(0, 31).SelectMany(k => new[] { 4.5 + from * (30 - k) / 30.0, side * (30 - k) / 30.0, 0.0 })],
            };
            _rows.Add(new CaseRow(new CaseResult { Case = Case.Create("bench", key), Status = CaseStatus.Assessed, Ending = ending }, CaseVerdict.Failed, ["none: collision.any"]));
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public int Ending_of_10_s_with_10_actors() => CaseEndings.Of(_recording, [])!.Approach.Count;

    [Benchmark]
    public int Clusters_of_5000_cases_of_one_signature() => FailureClusters.Of(_rows, "the ego").Count;
}
