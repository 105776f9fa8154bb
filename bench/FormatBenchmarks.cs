using BenchmarkDotNet.Attributes;
using Sim.Formats.CommonRoad;
using Sim.Formats.OpenDrive;
using Sim.Maps;

namespace Sim.Bench;

/// <summary>Reading the largest maps and recordings under SIM_DATA, and a small one of each for the slope.</summary>
[MemoryDiagnoser]
public class FormatBenchmarks
{
    private readonly Dictionary<string, byte[]> _files = [];

    [GlobalSetup]
    public void Setup()
    {
        string data = BenchData.Folder();
        foreach (string file in new[] { "opendrive/carla/Town01.xodr", "opendrive/multi_intersections.xodr", "opendrive/fabriksgatan.xodr", "commonroad/USA_Lanker-2_26_T-1.xml", "commonroad/USA_US101-32_1_T-1.xml" })
        {
            _files[file] = File.ReadAllBytes(Path.Combine(data, file));
        }
    }

    [Benchmark(Baseline = true)]
    public double Calibration_kernel() => Calibration.Kernel();

    [Benchmark]
    public object Town01_xodr() => Road("opendrive/carla/Town01.xodr");

    [Benchmark]
    public object Multi_intersections_xodr() => Road("opendrive/multi_intersections.xodr");

    [Benchmark]
    public object Fabriksgatan_xodr() => Road("opendrive/fabriksgatan.xodr");

    [Benchmark]
    public object Lanker_2_xml() => CommonRoad("commonroad/USA_Lanker-2_26_T-1.xml");

    [Benchmark]
    public object Us101_32_xml() => CommonRoad("commonroad/USA_US101-32_1_T-1.xml");

    private RoadMap Road(string file) => OpenDriveReader.Read(_files[file], file);

    private CommonRoadFile CommonRoad(string file) => CommonRoadReader.Read(_files[file], file);
}
