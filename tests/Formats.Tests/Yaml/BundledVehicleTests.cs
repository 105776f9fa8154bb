using Sim.Formats.Yaml;

namespace Sim.Tests.Yaml;

public sealed class BundledVehicleTests
{
    [Fact]
    public void Every_bundled_vehicle_reads_and_is_plausible()
    {
        string folder = Path.Combine(Root(), "scenarios", "vehicles");
        string[] files = Directory.GetFiles(folder, "*.yaml");
        Assert.True(files.Length >= 5);
        foreach (string file in files)
        {
            var vehicle = VehicleFile.ReadFile(file);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), vehicle.Name);
            Assert.InRange(vehicle.WheelbaseM / vehicle.LengthM, 0.5, 0.7);
            Assert.InRange(vehicle.RearAxleToCentreM, 0, vehicle.LengthM / 2);
            // A smallest turning circle between that of a motorcycle and of a lorry.
            Assert.InRange(vehicle.WheelbaseM / Math.Tan(vehicle.MaxSteerRad), 2, 10);
            Assert.NotNull(vehicle.FrictionCap);
        }
    }

    [Fact]
    public void The_bundled_sedan_is_the_default_vehicle_with_a_friction_cap() =>
        Assert.Equal(VehicleSpec.Sedan with { FrictionCap = 0.9 }, VehicleFile.ReadFile(Path.Combine(Root(), "scenarios", "vehicles", "sedan.yaml")));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Sim.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
