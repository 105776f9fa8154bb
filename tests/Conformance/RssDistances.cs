using System.Text.Json;
using Sim.Plugins.Criticality.Rss;

namespace Sim.Tests;

/// <summary>RSS distances and times against intel/ad-rss-lib.</summary>
[Trait("Topic", "criticality")]
public sealed class RssDistances(ITestOutputHelper output)
{
    private const double Relative = 1e-9;
    private const double Never = 1e6;

    [Fact]
    public void Every_distance_and_time_equals_the_library()
    {
        using var json = GoldenData.GoldenJson("criticality", "ad_rss_lib.json");
        var report = new VectorReport();
        Check(json.RootElement, report);
        report.Conclude(output);
    }

    internal static void Check(JsonElement root, VectorReport report)
    {
        int index = -1;
        foreach (var item in root.GetProperty("cases").EnumerateArray())
        {
            index++;
            report.Case();
            double[] a = VectorReport.Numbers(item.GetProperty("a")), b = VectorReport.Numbers(item.GetProperty("b"));
            var (left, right) = (Parameters(a), Parameters(b));
            report.Same($"{index} validity of a", null, left.Fault());
            report.Same($"{index} validity of b", null, right.Fault());
            var like = RssTolerance.Library;
            Near("lon_same", RssFormulas.SafeSameDirectionM(a[0], left, b[1], right, like));
            Near("lon_opposite", RssFormulas.SafeOppositeDirectionM(a[1], left, b[1], right, like));
            Near("lateral", RssFormulas.SafeLateralM(a[3], left, b[2], right));
            double stop = RssFormulas.StopBeforeIntersectionM(b[1], right, like);
            Near("stop_before_intersection", stop);
            report.Same($"{index} safe before the intersection", item.GetProperty("stop_before_intersection")[2].GetInt32() == 1, stop < 20);
            var cover = RssFormulas.TimeToCover(b[1], right, VectorReport.Number(item, "cover_distance"), like);
            Near("time_to_cover", cover.State == MeasuredState.NoConflict ? Never : cover.Value ?? double.NaN);
            Near("time_to_stop", RssFormulas.TimeToStopS(b[1], right, like));

            void Near(string name, double found)
            {
                report.Same($"{index} {name} is defined", 1, item.GetProperty(name).ValueKind == JsonValueKind.Array ? item.GetProperty(name)[0].GetInt32() : 0);
                report.Near($"{index} {name}", item.GetProperty(name)[1].GetDouble(), found, Relative, 1e-11);
            }
        }
    }

    private static RssParameters Parameters(double[] v) => new()
    {
        AccelMaxMps2 = v[4],
        BrakeMaxMps2 = -v[5],
        BrakeMinMps2 = -v[6],
        BrakeMinCorrectMps2 = -v[7],
        LateralAccelMaxMps2 = v[8],
        LateralBrakeMinMps2 = -v[9],
        LateralMarginM = v[10],
        ResponseTimeS = v[11],
        MaxSpeedOnAccelerationMps = v[12],
        MinLongitudinalDistanceM = v[13],
    };
}
