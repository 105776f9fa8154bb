using Sim.Numerics;
using Sim.Plugins.Sumo.Networks;

namespace Sim.Plugins.Sumo.Traffic;

/// <summary>Makes the traffic that the option <c>vehicles_per_hour</c> asks for: from the borders of the map, at random junctions at random onward. Pure.</summary>
internal static class BackgroundTraffic
{
    public const string TypeId = "sim.background";

    private const string Word = "passenger";
    private const int MaxEdges = 500;
    private const int MaxVehicles = 10_000;

    /// <summary>Their box.</summary>
    public static BodyBox Box { get; } = new(4.5, 1.8, 1.5);

    /// <summary>The vehicles in order of departure: intervals are exponential, sources drawn evenly.</summary>
    /// <param name="network">The network.</param>
    /// <param name="perHour">How many an hour.</param>
    /// <param name="horizonUs">Until when.</param>
    /// <param name="seed">Seed of the simulator.</param>
    /// <exception cref="InputException">Too many, or no road for cars.</exception>
    public static List<BackgroundVehicle> Plan(SumoNetwork network, double perHour, long horizonUs, ulong seed)
    {
        var vehicles = new List<BackgroundVehicle>();
        if (perHour <= 0)
        {
            return vehicles;
        }

        var drivable = network.Edges.Where(e => e.Function == "normal" && e.Lanes.Any(l => l.Allows.Allows(Word))).ToList();
        var entered = drivable.SelectMany(e => network.Next(e, Word)).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var sources = drivable.Where(e => !entered.Contains(e.Id)).ToList();
        if (sources.Count == 0)
        {
            sources = drivable;
        }

        if (sources.Count == 0)
        {
            throw new InputException("the option 'vehicles_per_hour' needs a road that cars may use, and this map has none");
        }

        var random = new RandomStream(seed).Fork("sumo background traffic");
        double t = 0;
        while (true)
        {
            t += -Pinned.Log(1 - random.NextDouble()) * 3600e6 / perHour;
            if (t >= horizonUs)
            {
                return vehicles;
            }

            if (vehicles.Count >= MaxVehicles)
            {
                throw new InputException($"the option 'vehicles_per_hour' asks for more than {MaxVehicles} vehicles in one case");
            }

            var edge = sources[random.NextInt(sources.Count)];
            var edges = new List<string>();
            while (edges.Count < MaxEdges)
            {
                edges.Add(edge.Id);
                var next = network.Next(edge, Word).ToList();
                if (next.Count == 0)
                {
                    break;
                }

                edge = next[random.NextInt(next.Count)];
            }

            vehicles.Add(new BackgroundVehicle(FormattableString.Invariant($"sumo.{vehicles.Count}"), ActorClass.Car, Box, (long)Math.Round(t / 1000) * 1000, edges));
        }
    }
}
