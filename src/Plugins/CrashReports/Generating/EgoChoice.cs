using Sim.Plugins.CrashReports.Records;
using Sim.Plugins.CrashReports.Solving;

namespace Sim.Plugins.CrashReports.Generating;

/// <summary>Which actor of a record the ego takes: a role in the first impact, or an id. Pure.</summary>
internal static class EgoChoice
{
    /// <summary>The vehicle that meets the other's doing (<see cref="CrashSolver.ChooseEgo"/>).</summary>
    public const string Struck = "struck";

    /// <summary>The other vehicle of the first impact.</summary>
    public const string Striking = "striking";

    /// <summary>One scenario for each of the two.</summary>
    public const string Both = "both";

    /// <summary>The actor that a choice means in a record.</summary>
    /// <exception cref="RefusedException">The record has no such motor vehicle.</exception>
    public static string Of(CrashRecord record, string choice)
    {
        var vehicles = record.Actors.Where(a => IsMotorVehicle(a.Type.Value)).Select(a => a.Id).ToList();
        if (vehicles.Count == 0)
        {
            throw new RefusedException("the record has no motor vehicle that could be the ego");
        }

        if (choice is not (Struck or Striking))
        {
            return vehicles.Contains(choice, StringComparer.Ordinal)
                ? choice
                : throw new RefusedException($"the ego '{choice}' is no motor vehicle of the record; it has {string.Join(", ", vehicles)}");
        }

        string struck = CrashSolver.ChooseEgo(record) ?? vehicles[0];
        if (choice == Struck)
        {
            return struck;
        }

        var first = record.Impacts.OrderBy(i => i.Order).FirstOrDefault();
        var pair = first is null ? vehicles : [.. new[] { first.A.Actor, first.B.Actor }.OfType<string>().Where(vehicles.Contains)];
        return pair.FirstOrDefault(id => id != struck) ?? struck;
    }

    /// <summary>True for what a driver can drive.</summary>
    public static bool IsMotorVehicle(ActorType type) =>
        type is ActorType.Car or ActorType.Suv or ActorType.Pickup or ActorType.Van or ActorType.Truck or ActorType.Bus or ActorType.Motorcycle or ActorType.OtherVehicle or ActorType.Unknown;
}
