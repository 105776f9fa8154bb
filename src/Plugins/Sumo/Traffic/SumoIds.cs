namespace Sim.Plugins.Sumo.Traffic;

/// <summary>Ids of our actors in SUMO, made once.</summary>
internal static class SumoIds
{
    private static readonly string[] Common = [.. Enumerable.Range(0, 1024).Select(VehiclePlanner.SumoId)];

    public static string Of(int actor) => actor < Common.Length ? Common[actor] : VehiclePlanner.SumoId(actor);
}
