using System.Globalization;
using System.Text;

namespace Sim.Formats.Yaml;

/// <summary>Vehicles as YAML files. Thread-safe.</summary>
public static class VehicleFile
{
    /// <summary>Reads a vehicle.</summary>
    /// <param name="text">YAML text.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="options">Variables and limits; null for the defaults without variables.</param>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static VehicleSpec Read(string text, string? file, YamlOptions? options = null) => Bind(YamlSettings.Read(text, file, options));

    /// <summary>Reads a vehicle from a file.</summary>
    /// <param name="path">Path on this machine.</param>
    /// <param name="file">Its name for messages; null for the path itself.</param>
    /// <param name="options">Variables and limits; null for the defaults without variables.</param>
    /// <exception cref="InputException">Absent, unreadable or wrong.</exception>
    public static VehicleSpec ReadFile(string path, string? file = null, YamlOptions? options = null) => Bind(YamlSettings.ReadFile(path, file, options));

    /// <summary>Makes a vehicle of settings.</summary>
    /// <param name="map">The map.</param>
    /// <exception cref="InputException">Wrong, with line and column.</exception>
    public static VehicleSpec Bind(Setting map)
    {
        var table = SuiteKeys.Vehicle;
        var reader = table.Open(map);
        double length = reader.Length("length", 0.1, 50) ?? throw reader.Missing("length");
        double wheelbase = reader.Length("wheelbase", 0.05, length) ?? throw reader.Missing("wheelbase");
        double overhang = reader.Length("rear_overhang", 0, length) ?? throw reader.Missing("rear_overhang");
        if (wheelbase + overhang > length * (1 + 1e-12))
        {
            throw reader.Required("rear_overhang").Error("'rear_overhang' and 'wheelbase' together are longer than the vehicle; the front axle would lie outside");
        }

        var usual = VehicleSpec.Sedan;
        string name = reader.RequiredText("name");
        if (name.Length is 0 or > 200)
        {
            throw reader.Required("name").Error("'name' must have 1 to 200 characters");
        }

        var vehicle = new VehicleSpec
        {
            Name = name,
            Class = reader.Choice<ActorClass>("class") ?? ActorClass.Car,
            LengthM = length,
            WidthM = reader.Length("width", 0.1, 10) ?? throw reader.Missing("width"),
            HeightM = reader.Length("height", 0.1, 10) ?? 1.5,
            WheelbaseM = wheelbase,
            RearOverhangM = overhang,
            Model = reader.Choice<VehicleModel>("model") ?? VehicleModel.KinematicBicycle,
            ParameterSet = reader.Int("parameter_set", 1, 4) ?? usual.ParameterSet,
            MaxSteerRad = reader.Angle("max_steer", 0.01, 1.5) ?? usual.MaxSteerRad,
            MaxSteerRateRps = reader.AngularSpeed("max_steer_rate", 0.01, 20) ?? usual.MaxSteerRateRps,
            MaxAccelMps2 = reader.Acceleration("max_accel", 0.1, 30) ?? usual.MaxAccelMps2,
            MaxDecelMps2 = reader.Acceleration("max_decel", 0.1, 30) ?? usual.MaxDecelMps2,
            MaxSpeedMps = reader.Speed("max_speed", 0.1, 150) ?? usual.MaxSpeedMps,
            FrictionCap = reader.Ratio("friction_cap", 0.01, 3),
            LatencyUs = reader.Duration("latency", 0, 5_000_000) ?? 0,
        };
        table.Done(reader);
        return vehicle;
    }

    /// <summary>The YAML text of a vehicle, with every key; <see cref="Read"/> gives the same vehicle.</summary>
    /// <param name="vehicle">The vehicle.</param>
    public static string Write(VehicleSpec vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var text = new StringBuilder();
        Add("name", YamlText.Scalar(vehicle.Name));
        Add("class", Word(vehicle.Class.ToString()));
        Add("length", Number(vehicle.LengthM, "m"));
        Add("width", Number(vehicle.WidthM, "m"));
        Add("height", Number(vehicle.HeightM, "m"));
        Add("wheelbase", Number(vehicle.WheelbaseM, "m"));
        Add("rear_overhang", Number(vehicle.RearOverhangM, "m"));
        Add("model", Word(vehicle.Model.ToString()));
        Add("parameter_set", vehicle.ParameterSet.ToString(CultureInfo.InvariantCulture));
        Add("max_steer", Number(vehicle.MaxSteerRad, "rad"));
        Add("max_steer_rate", Number(vehicle.MaxSteerRateRps, "rad/s"));
        Add("max_accel", Number(vehicle.MaxAccelMps2, "m/s^2"));
        Add("max_decel", Number(vehicle.MaxDecelMps2, "m/s^2"));
        Add("max_speed", Number(vehicle.MaxSpeedMps, "m/s"));
        if (vehicle.FrictionCap is { } cap)
        {
            Add("friction_cap", cap.ToString("R", CultureInfo.InvariantCulture));
        }

        Add("latency", vehicle.LatencyUs.ToString(CultureInfo.InvariantCulture) + " us");
        return text.ToString();

        void Add(string key, string value) => text.Append(key).Append(": ").Append(value).Append('\n');
    }

    private static string Word(string member) => SettingReader.WordOf(member).Replace('-', '_');

    private static string Number(double value, string unit) => value.ToString("R", CultureInfo.InvariantCulture) + " " + unit;
}
