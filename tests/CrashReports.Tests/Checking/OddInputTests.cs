using System.Globalization;
using System.Text;
using Sim.Plugins.CrashReports.Checking;
using Sim.Plugins.CrashReports.Extraction;
using Sim.Plugins.CrashReports.Reading;
using Sim.Plugins.CrashReports.Records;

namespace Sim.Tests.CrashReports.Checking;

/// <summary>Hostile and odd texts: a clear answer each time, nothing invented, work in proportion to the text.</summary>
public sealed class OddInputTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "empty", "", "empty" },
        { "blank", " \n\t \r\n ", "empty" },
        { "German", "Der Fahrer des Pkw fuhr auf der Hauptstraße nach Norden, als ein Radfahrer von rechts kam. Der Wagen stieß mit der Front gegen das Fahrrad. Es regnete und die Fahrbahn war nass.", "English" },
        { "French", "Le conducteur de la voiture circulait vers le nord lorsque le cycliste est arrivé de la droite. L'avant du véhicule a heurté le vélo. Il pleuvait et la chaussée était mouillée.", "English" },
        { "Spanish", "El conductor del coche circulaba hacia el norte cuando el ciclista llegó por la derecha. La parte delantera del vehículo golpeó la bicicleta. Llovía y la calzada estaba mojada.", "English" },
        { "a recipe", "Peel the onions and cut them into rings. Melt the butter in a pan and fry the onions until they are brown. Add the stock, bring it to the boil and let it simmer for half an hour.", "road user" },
        { "a view", "The weather was clear and the road was dry. It was a fine morning in spring, and nobody was about.", "road user" },
        { "a train", "The freight train was running north at 40 mph when the locomotive derailed on a broken rail. Nine tank wagons of the train left the track. The engineer of the train was not hurt.", "train" },
        { "binary", "\0\u0001\u0002PNG\u0003\u0004\0\0\u0010\u0007\0\u0001", "binary" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_report_is_refused_with_the_reason(string what, string text, string reason)
    {
        var refusal = Assert.Throws<RefusedException>(() => Read(text));

        Assert.True(refusal.Message.Contains(reason, StringComparison.OrdinalIgnoreCase), $"{what}: {refusal.Message}");
    }

    [Fact]
    public void A_text_of_ten_megabytes_is_refused_by_its_length()
    {
        var text = new StringBuilder(10 << 20);
        while (text.Length < 10 << 20) text.Append("Vehicle 1 was traveling north and struck Vehicle 2. ");

        Assert.Contains(CrashReport.MaxCharacters.ToString(CultureInfo.InvariantCulture), Assert.Throws<RefusedException>(() => Read(text.ToString())).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Readable => new(
        "Vehicle 1\n\nVehicle 2\n\nEnvironment\n\nDiagram\n",
        "V1 was traveling north. V1 was traveling south. It was raining. It was not raining. V1 turned left. V1 did not turn.",
        "V1 was trav\u200Beling nor\u200Bth and struck V2 in the re\u00ADar. \u202Eitwas raining\u202C.",
        "V1 w\u0430s traveling n\u043Erth and struck V2 in the r\u0435ar.",
        "V1 and V2 \uD83D\uDE97\uD83D\uDCA5 collided \uD800 at the intersection\u2028V1 was a car.\u2029",
        "VEHICLE 1 WAS NORTHBOUND. VEHICLE 2 WAS STOPPED. THE FRONT OF VEHICLE 1 STRUCK THE BACK OF VEHICLE 2.",
        "v1 v1 v1 v1 v2 v2 v2 struck struck struck left right left right north south",
        "A car.",
        "<script>alert('V1')</script> Vehicle 1 struck Vehicle 2. {\"weather\": \"rain\"} ${secret:KEY} ../../etc/passwd");

    [Theory]
    [MemberData(nameof(Readable))]
    public void Odd_texts_give_a_record_in_which_nothing_is_invented_or_a_refusal(string text) => AssertHonest(text);

    [Fact]
    public void Headings_alone_say_nothing()
    {
        if (TryRead("NARRATIVE\n\nVEHICLE 1\n\nVEHICLE 2\n") is not { } record) return;

        Assert.All(RecordLeaves.Of(record).Where(leaf => leaf.Path.StartsWith("environment", StringComparison.Ordinal)), leaf => Assert.Equal(LeafStatus.Unknown, leaf.Status));
        Assert.Empty(record.Impacts);
    }

    [Fact]
    public void Two_hundred_vehicles_keep_their_ids_apart()
    {
        var record = AssertHonest(Many(200));

        Assert.NotNull(record);
        Assert.Distinct(record.Actors.Select(actor => actor.Id));
        Assert.True(record.Actors.Count <= 200);
    }

    [Theory]
    [InlineData("many vehicles")]
    [InlineData("one sentence")]
    [InlineData("one word")]
    [InlineData("no word")]
    [InlineData("many lines")]
    public void Work_grows_with_the_text_and_no_faster(string shape)
    {
        string Text(int size) => shape switch
        {
            "many vehicles" => Many(size / 60),
            "one sentence" => "Vehicle 1 was traveling north" + Repeat(" and turned left in front of Vehicle 2", size / 38) + ".",
            "one word" => "Vehicle 1 struck a " + new string('x', size) + ".",
            "no word" => "Vehicle 1 struck Vehicle 2" + new string('.', size),
            _ => "Vehicle 1 struck Vehicle 2.\n" + Repeat("\n- # :", size / 6),
        };

        // Warm up, so that tables that are built once do not count.
        Work(Text(2_000));
        long small = Work(Text(15_000)), large = Work(Text(60_000));

        // Four times the text; memory written stands for work, since a clock would not be the same twice.
        Assert.True(large < 8 * small + (1 << 20), $"{small} bytes became {large}");
    }

    private static long Work(string text)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (TryRead(text) is { } record) RecordMender.Mend(record, text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Many(int count) =>
        string.Concat(Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"V{i} was traveling north and struck the back of V{i + 1}. ")));

    private static string Repeat(string words, int times) => new StringBuilder(words.Length * times).Insert(0, words, times).ToString();

    private static CrashRecord Read(string text) => new RuleExtractor().Extract(new CrashReport { Id = "odd", Text = text }, TestContext.Current.CancellationToken);

    private static CrashRecord? TryRead(string text)
    {
        try
        {
            return Read(text);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static CrashRecord? AssertHonest(string text)
    {
        if (TryRead(text) is not { } record) return null;
        HonestRecord.Assert(record, text);
        return record;
    }
}
