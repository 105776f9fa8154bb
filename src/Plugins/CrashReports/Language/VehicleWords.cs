using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>Words for road users: makes, kinds of vehicles, people on foot and on bicycles, animals.</summary>
internal static class VehicleWords
{
    /// <summary>Makes by every spelling, with the one that stands for all.</summary>
    public static readonly FrozenDictionary<string, string> Makes = ReadMakes("""
        acura|alfa|audi|bentley|bluebird|bmw|buick|cadillac cadi|chevrolet chevy chev|chrysler|daewoo|daihatsu|datsun|dodge|ducati|eagle|fiat|ford|freightliner|genesis|geo|gmc|harley|
        hino|holden|honda|hummer|hyundai hyndai|infiniti infinity|international|isuzu|jaguar|jeep|kawasaki|kenworth|kia|lamborghini|lancia|landrover|lexus|lincoln|lotus|mack|man|maserati|mazda|
        mercedes|mercury|mini|mitsubishi|navistar|nissan|oldsmobile olds|opel|oshkosh|peterbilt|peugeot|plymouth|polaris|pontiac|porsche|ram|range|renault|rivian|rover|saab|
        saturn|scania|scion|seat|skoda|smart|sterling|subaru|suzuki|tesla|thomas|toyota|triumph|vauxhall|volkswagen vw|volvo|yamaha|zoox|waymo|cruise|aurora|nuro|zoom|lucid|polestar
        """);

    /// <summary>Makes that are common words: they name a vehicle only with a capital letter.</summary>
    public static readonly FrozenSet<string> AmbiguousMakes = Set("mini", "man", "ram", "range", "smart", "seat", "eagle", "international", "cruise", "sterling", "thomas", "triumph", "zoom", "mercury", "genesis", "saturn", "aurora", "rover", "lucid", "mack", "hummer", "geo");

    /// <summary>Nouns for kinds of vehicles.</summary>
    public static readonly FrozenDictionary<string, ActorType> Kinds = new Dictionary<string, ActorType>(StringComparer.Ordinal)
    {
        ["car"] = ActorType.Car,
        ["cars"] = ActorType.Car,
        ["sedan"] = ActorType.Car,
        ["coupe"] = ActorType.Car,
        ["hatchback"] = ActorType.Car,
        ["convertible"] = ActorType.Car,
        ["wagon"] = ActorType.Car,
        ["taxi"] = ActorType.Car,
        ["cab"] = ActorType.Car,
        ["taxicab"] = ActorType.Car,
        ["automobile"] = ActorType.Car,
        ["cruiser"] = ActorType.Car,
        ["limousine"] = ActorType.Car,
        ["roadster"] = ActorType.Car,
        ["robotaxi"] = ActorType.Car,
        ["compact"] = ActorType.Car,
        ["suv"] = ActorType.Suv,
        ["suvs"] = ActorType.Suv,
        ["crossover"] = ActorType.Suv,
        ["utility"] = ActorType.Suv,
        ["4x4"] = ActorType.Suv,
        ["pickup"] = ActorType.Pickup,
        ["pickups"] = ActorType.Pickup,
        ["van"] = ActorType.Van,
        ["minivan"] = ActorType.Van,
        ["vans"] = ActorType.Van,
        ["minivans"] = ActorType.Van,
        ["truck"] = ActorType.Truck,
        ["trucks"] = ActorType.Truck,
        ["tractor-trailer"] = ActorType.Truck,
        ["semi"] = ActorType.Truck,
        ["lorry"] = ActorType.Truck,
        ["semitrailer"] = ActorType.Truck,
        ["rig"] = ActorType.Truck,
        ["tanker"] = ActorType.Truck,
        ["ambulance"] = ActorType.Van,
        ["motorhome"] = ActorType.Truck,
        ["rv"] = ActorType.Truck,
        ["hgv"] = ActorType.Truck,
        ["bus"] = ActorType.Bus,
        ["buses"] = ActorType.Bus,
        ["coach"] = ActorType.Bus,
        ["minibus"] = ActorType.Bus,
        ["shuttle"] = ActorType.Bus,
        ["motorcycle"] = ActorType.Motorcycle,
        ["motorcyclist"] = ActorType.Motorcycle,
        ["motorbike"] = ActorType.Motorcycle,
        ["moped"] = ActorType.Motorcycle,
        ["scooter"] = ActorType.Motorcycle,
        ["motorcyclists"] = ActorType.Motorcycle,
        ["bicycle"] = ActorType.Bicycle,
        ["bicyclist"] = ActorType.Bicycle,
        ["cyclist"] = ActorType.Bicycle,
        ["bike"] = ActorType.Bicycle,
        ["ebike"] = ActorType.Bicycle,
        ["pedalcyclist"] = ActorType.Bicycle,
        ["cyclists"] = ActorType.Bicycle,
        ["bicyclists"] = ActorType.Bicycle,
        ["tricycle"] = ActorType.Bicycle,
        ["pedestrian"] = ActorType.Pedestrian,
        ["pedestrians"] = ActorType.Pedestrian,
        ["child"] = ActorType.Pedestrian,
        ["jogger"] = ActorType.Pedestrian,
        ["runner"] = ActorType.Pedestrian,
        ["skateboarder"] = ActorType.Pedestrian,
        ["children"] = ActorType.Pedestrian,
        ["jaywalker"] = ActorType.Pedestrian,
        ["toddler"] = ActorType.Pedestrian,
        ["wheelchair"] = ActorType.Pedestrian,
        ["deer"] = ActorType.Animal,
        ["dog"] = ActorType.Animal,
        ["cow"] = ActorType.Animal,
        ["horse"] = ActorType.Animal,
        ["elk"] = ActorType.Animal,
        ["moose"] = ActorType.Animal,
        ["bear"] = ActorType.Animal,
        ["animal"] = ActorType.Animal,
        ["cat"] = ActorType.Animal,
        ["raccoon"] = ActorType.Animal,
        ["coyote"] = ActorType.Animal,
        ["boar"] = ActorType.Animal,
        ["sheep"] = ActorType.Animal,
        ["cattle"] = ActorType.Animal,
        ["fox"] = ActorType.Animal,
        ["kangaroo"] = ActorType.Animal,
        ["goat"] = ActorType.Animal,
        ["pig"] = ActorType.Animal,
        ["train"] = ActorType.Train,
        ["tram"] = ActorType.Train,
        ["streetcar"] = ActorType.Train,
        ["locomotive"] = ActorType.Train,
        ["trolley"] = ActorType.Train,
        ["tractor"] = ActorType.OtherVehicle,
        ["excavator"] = ActorType.OtherVehicle,
        ["forklift"] = ActorType.OtherVehicle,
        ["atv"] = ActorType.OtherVehicle,
        ["combine"] = ActorType.OtherVehicle,
        ["bulldozer"] = ActorType.OtherVehicle,
        ["backhoe"] = ActorType.OtherVehicle,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Nouns for vehicles of no told kind.</summary>
    public static readonly FrozenSet<string> Vehicles = Set("vehicle", "vehicles", "veh", "auto", "av", "ego", "motorist", "motorists");

    /// <summary>People who stand for their vehicle.</summary>
    public static readonly FrozenSet<string> Drivers = Set("driver", "drivers", "operator", "rider", "motorist", "insured", "claimant", "policyholder", "client", "trucker");

    /// <summary>People of an insurer's letter: each stands for one vehicle throughout.</summary>
    public static readonly FrozenSet<string> Parties = Set("insured", "claimant", "policyholder", "client");

    /// <summary>Words for people that leave open how they travel.</summary>
    public static readonly FrozenSet<string> People = Set("man", "woman", "boy", "girl", "person", "teen", "teenager", "lady", "youth", "youngster");

    /// <summary>Makes that build nothing but automated vehicles.</summary>
    public static readonly FrozenSet<string> AutomatedMakes = Set("waymo", "cruise", "zoox", "nuro", "aurora");

    public static readonly FrozenSet<string> Colours = Set("white", "black", "red", "blue", "green", "silver", "grey", "gray", "gold", "tan", "brown", "beige", "maroon", "yellow", "orange", "purple", "burgundy", "teal", "bronze", "dark", "light", "pink");

    /// <summary>Words that stand between a determiner and the noun of a vehicle.</summary>
    public static readonly FrozenSet<string> Modifiers = Set("passenger", "motor", "conversion", "cargo", "delivery", "dump", "pick", "up", "sport", "sports", "utility", "station", "school", "city", "transit", "police", "patrol", "fire", "tow", "box", "flatbed", "straight", "semi", "tractor",
        "trailer", "door", "four", "two", "4", "2", "3", "5", "five", "three", "compact", "full", "size", "mid", "subcompact", "luxury", "large", "small", "heavy", "medium", "duty", "commercial", "mail", "garbage", "cement", "concrete", "mixer", "stake", "body", "club", "crew", "extended", "parked",
        "stopped", "disabled", "stalled", "oncoming", "approaching", "slow", "slower", "moving", "same", "following", "lead", "leading", "other", "second", "first", "third", "fourth", "unknown", "contact", "non", "noncontact", "phantom", "subject", "case", "unidentified", "another", "next", "unoccupied", "struck", "striking", "turning",
        "autonomous", "automated", "driving", "self", "test", "ego", "electric", "e", "motorized", "armoured", "young", "old", "elderly", "adult", "female", "male", "teenage", "wild", "stray", "big", "little", "loose", "running", "single", "lone", "crossing", "speeding", "stationary", "4wd", "awd", "4x4", "4x2", "cab", "tractor-trailer", "articulated",
        "unit", "low", "boy", "cabover", "custom", "classic", "rental", "opposing", "overtaking", "passing", "merging", "exiting", "entering", "waiting", "double", "illegally", "legally", "partially", "suspect");

    /// <summary>Nouns before which the name of a vehicle only qualifies ("bus stop", "car wash", "bicycle lane").</summary>
    public static readonly FrozenSet<string> Qualified = Set("stop", "stops", "lane", "lanes", "wash", "park", "crossing", "crosswalk", "signal", "signals", "station", "support", "tracks", "track", "seat", "path", "route", "rack", "bridge", "overpass", "insurance", "registration", "dealership", "dealer", "damage", "related", "malfunction", "code", "traffic", "accident", "collision", "crash", "factors", "factor", "condition", "conditions", "door", "doors", "bay", "terminal", "restraint", "yard", "warning", "depot", "tire", "tires", "sign", "restrictions", "inspection", "data", "license", "side", "airbag", "airbags", "error", "seats", "garage", "shelter", "control");

    private static FrozenDictionary<string, string> ReadMakes(string table)
    {
        var makes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in table.Split('|', StringSplitOptions.TrimEntries))
        {
            string[] spellings = entry.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            foreach (string spelling in spellings) makes.TryAdd(spelling, spellings[0]);
        }

        return makes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
