using System.Globalization;

namespace Sim.Rpc.Services;

/// <summary>Checks of single fields of a peer's message. Every error names the field by its path in the message.</summary>
internal static class Field
{
    public static InputException Error(string at, string name, string what) => new($"field '{Path(at, name)}' {what}");

    public static double Finite(double value, string at, string name) =>
        double.IsFinite(value) ? value : throw Error(at, name, "is not finite");

    public static double Positive(double value, string at, string name) => Finite(value, at, name) > 0
        ? value
        : throw Error(at, name, $"is {value.ToString(CultureInfo.InvariantCulture)}, but must be positive");

    public static double Within(double value, double min, double max, string at, string name) => Finite(value, at, name) >= min && value <= max
        ? value
        : throw Error(at, name, string.Create(CultureInfo.InvariantCulture, $"is {value}, but must be from {min} to {max}"));

    public static long NotNegative(long value, string at, string name) => value >= 0
        ? value
        : throw Error(at, name, string.Create(CultureInfo.InvariantCulture, $"is {value}, but must not be negative"));

    public static int Int(uint value, string at, string name, int max = int.MaxValue) => value <= (uint)max
        ? (int)value
        : throw Error(at, name, string.Create(CultureInfo.InvariantCulture, $"is {value}, but must be at most {max}"));

    public static string Id(string value, string at, string name) => value.Length > 0
        ? Text(value, at, name, ContractLimits.IdLength)
        : throw Error(at, name, "is empty");

    public static string Text(string value, string at, string name, int max = ContractLimits.TextLength) => value.Length <= max
        ? value
        : throw Error(at, name, string.Create(CultureInfo.InvariantCulture, $"has {value.Length} characters, more than {max}"));

    public static void Count(int count, int max, string at, string name)
    {
        if (count > max)
        {
            throw Error(at, name, string.Create(CultureInfo.InvariantCulture, $"has {count} items, more than {max}"));
        }
    }

    public static T Needed<T>(T? message, string at, string name)
        where T : class => message ?? throw Error(at, name, "is missing");

    public static string[] Ids(Google.Protobuf.Collections.RepeatedField<string> values, string at, string name)
    {
        Count(values.Count, ContractLimits.MapItems, at, name);
        var ids = new string[values.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = Id(values[i], at, name);
        }

        return ids;
    }

    public static double[] Finite(Google.Protobuf.Collections.RepeatedField<double> values, string at, string name)
    {
        Count(values.Count, ContractLimits.MapItems, at, name);
        var numbers = new double[values.Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Finite(values[i], at, name);
        }

        return numbers;
    }

    public static string Path(string at, string name) => at.Length == 0 ? name : name.Length == 0 ? at : $"{at}.{name}";

    public static string Item(string at, string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{Path(at, name)}[{index}]");
}
