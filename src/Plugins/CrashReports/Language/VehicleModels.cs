using System.Collections.Frozen;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Plugins.CrashReports.Language;

/// <summary>
/// Kinds of vehicles by the names of makes and models. Models that are not listed are passenger cars when their make builds mostly those.
/// Public knowledge of the vehicle market; spellings with and without blanks, as reports write them.
/// </summary>
internal static class VehicleModels
{
    private const string Suvs = """
        blazer trailblazer tahoe suburban equinox tracker traverse trax explorer expedition escape bronco excursion edge flex freestyle envoy jimmy yukon terrain acadia typhoon cherokee
        wrangler liberty commander compass patriot renegade gladiator durango journey nitro rav4 rav highlander 4runner 4-runner sequoia landcruiser "land cruiser" cr-v crv "cr v" pilot passport element hr-v hrv
        pathfinder xterra murano rogue armada juke forester outback tribeca ascent crosstrek montero endeavor outlander rodeo trooper amigo ascender axiom santa-fe "santa fe" tucson
        veracruz palisade sorento sportage telluride borrego mdx rdx zdx slx navigator aviator mkx mkc mariner mountaineer escalade srx xt5 bravada aztek rendezvous rainier enclave encore
        torrent tribute cx-7 cx-9 cx-5 "cx 7" "cx 9" "cx 5" navajo vue outlook ml ml320 ml350 ml430 ml500 gl gl450 glk x3 x5 x6 x1 q5 q7 q3 rx rx300 rx330 rx350 rx400 gx gx470 lx470 lx450 qx qx4 qx56 fx fx35 fx45 cayenne
        macan touareg tiguan atlas xc90 xc70 xc60 xc40 discovery freelander "range rover" defender sidekick samurai vitara "grand vitara" xl7 xl-7 hummer h1 h2 h3 pacifica yukons jeep hhr 9-7x b9 "model x" "model y"
        """;

    private const string Pickups = """
        f150 f-150 "f 150" f250 f-250 "f 250" f350 f-350 "f 350" f450 f-450 "f 450" f-series ranger lightning silverado s10 s-10 "s 10" colorado avalanche c1500 k1500 c10 c-10 "c 10" c20 c30 k10 k20 k30 "c k" c2500 c3500 k2500 cheyenne scottsdale ssr sierra
        sonoma canyon syclone ram dakota d150 d-150 d250 d350 w150 w250 w350 d100 "d 50" tacoma tundra t100 t-100 hilux frontier titan hardbody ridgeline mazda-b b2000 b2200 b2300 b2500 b2600 b3000 b4000 "b 2300" "b 3000"
        raider l200 mighty-max "mighty max" brat baja hombre comanche "el camino" ranchero courier luv santa-cruz maverick cybertruck i-280 i-290
        """;

    private const string Vans = """
        caravan "grand caravan" voyager "grand voyager" "town country" "town and country" "town & country" odyssey odessy sienna previa windstar winstar aerostar freestar econoline e150 e-150 "e 150" e250 e-250 "e 250" e350 e-350 "e 350"
        club-wagon "club wagon" astro venture uplander lumina-apv "lumina apv" express g10 g20 g30 g1500 g2500 g3500 "g series" "chevy van" savana savanna safari vandura rally "ram van" b150 b250 b350 b1500 b2500van sprinter transit "transit connect" villager quest mpv sedona entourage montana
        "trans sport" transport silhouette relay monterey nautilus vanagon eurovan routan aerovan metris promaster nv200 nv2500 vanette kia-carnival carnival terraza
        """;

    private const string Trucks = """
        peterbilt kenworth freightliner mack sterling navistar international hino western-star "western star" autocar oshkosh marmon diamond-reo "white gmc" isuzu-npr npr nqr w3500 w4500 kodiak topkick c4500 c5500 c6500 c7500 f550 f-550 "f 550" f600 f-600 f650 f-650 "f 650" f700 f-700 "f 700" f750 f-750 "f 750" f800 f-800 "f 800"
        cascadia columbia century-class coronado fl60 fl70 fl80 m2 ud scania daf iveco man volvo-vnl vnl vnm l7000 l8000 l9000 lt9000 a9500 acterra argosy condor
        """;

    private const string Buses = "bluebird \"blue bird\" gillig \"new flyer\" prevost neoplan orion thomas \"thomas built\" mci";

    private const string Motorcycles = """
        harley davidson ducati triumph yamaha kawasaki goldwing "gold wing" sportster softail ninja hayabusa vespa gsxr gsx-r gsx yzf cbr vulcan v-star "v star" shadow nighthawk katana roadking "road king" electraglide fatboy dyna
        """;

    private const string CarMakes = """
        acura alfa audi bentley bmw buick cadillac chevrolet chrysler daewoo daihatsu datsun dodge eagle fiat ford genesis geo honda hyundai infiniti jaguar kia lamborghini lexus lincoln lotus maserati
        mazda mercedes mercury mini mitsubishi nissan oldsmobile opel peugeot plymouth polestar pontiac porsche renault rolls saab saturn scion seat skoda smart subaru suzuki tesla toyota vauxhall volkswagen volvo merkur yugo amc
        """;

    private static readonly FrozenDictionary<string, ActorType> Types = Build();
    private static readonly FrozenSet<string> Makes = CarMakes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The kind of a model's name, lower case, words parted by one blank; unknown when it is not listed.</summary>
    public static ActorType Of(string name) => Types.GetValueOrDefault(name, ActorType.Unknown);

    /// <summary>True for a make that builds mostly passenger cars.</summary>
    public static bool IsCarMake(string make) => Makes.Contains(make);

    private static FrozenDictionary<string, ActorType> Build()
    {
        var types = new Dictionary<string, ActorType>(StringComparer.Ordinal);
        foreach (var (names, type) in new[] { (Suvs, ActorType.Suv), (Pickups, ActorType.Pickup), (Vans, ActorType.Van), (Trucks, ActorType.Truck), (Buses, ActorType.Bus), (Motorcycles, ActorType.Motorcycle) })
        {
            bool quoted = false;
            int start = -1;
            for (int i = 0; i <= names.Length; i++)
            {
                char c = i < names.Length ? names[i] : ' ';
                if (c == '"')
                {
                    quoted = !quoted;
                }
                else if (!quoted && char.IsWhiteSpace(c))
                {
                    if (start >= 0)
                    {
                        // Hyphens are no tokens: "f-150" reads as the words "f" and "150".
                        types.TryAdd(names[start..i].Trim('"').Replace('-', ' '), type);
                    }

                    start = -1;
                    continue;
                }

                start = start < 0 ? i : start;
            }
        }

        return types.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
