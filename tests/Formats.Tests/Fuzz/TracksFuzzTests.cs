using System.Text;
using Sim.Formats.Lanelet2;
using Sim.Formats.Tracks;
using Sim.Maps;

namespace Sim.Tests.Fuzz;

public sealed class TracksFuzzTests
{
    private const string Settings = "tracks: t\nlayout: { like: highd }\ndata: fuzz.csv\n";

    private static readonly string[] Tokens = [",", ",,", "\n", "\"", "1e999", "25", "Truck", "8.5;12", ";", "frame", "2147483647", "-2147483648", "NaN", "\n1,1,", "\n2,2,3,4,5,6,7,8,9,10\n"];

    private static readonly string[] Words = ["like: ngsim", "layout: highd", "where: { a: b }", "step: 1 us", "frame_rate: 1000 Hz", "gap: 60 s", "columns: {", "}", "{", "units: { time: ns }", "window: { from: 1e9 }", "heading: velocity", "reference: front", "data: ../x", "map: m.osm"];

    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Settings + "actors: fuzz.csv\nrecording: fuzz.csv\n");
    private static readonly Mutator Tables = new(0x7AC5, Corpus.Of(Table()), Tokens);

    private static readonly Mutator Files = new(
        0x7AC6,
        Corpus.Of(
            Settings + "actors: fuzz.csv\nrecording: fuzz.csv\nlicence: own\nwindow: { from: 1, to: 9 }\n",
            Settings.Replace("like: highd", "like: highd, step: 0.04 s, frame_rate: 25 Hz, units: { length: ft }, axes: { y: up }, default: { class: car }, gap: 1 s", StringComparison.Ordinal)),
        Words);

    [Fact]
    public void Damaged_tables_and_files_about_them_are_read_or_refused_with_their_place()
    {
        byte[] table = Encoding.UTF8.GetBytes(Table());
        FuzzRun.Check(
            "fuzz.",
            index => index % 2 == 0 ? [0, .. Tables.Make(index)] : [1, .. Files.Make(index)],
            bytes => Read(bytes[0] == 0 ? Good : bytes[1..], "fuzz.yaml", bytes[0] == 0 ? bytes[1..] : table),
            lines: true);
    }

    private static void Read(byte[] settings, string name, byte[] table) => _ = TracksReader.Read(settings, name, new Source(table)).Map.Index();

    private static string Table()
    {
        var text = new StringBuilder("frame,id,x,y,width,height,xVelocity,yVelocity,xAcceleration,yAcceleration,class,frameRate,speedLimit,upperLaneMarkings,lowerLaneMarkings\n");
        for (int i = 0; i < 20; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},{1 + (i % 2)},{i * 1.5},{i % 3},4.5,2,-{30 + i},0.1,0.5,0,Car,25,-1,8.5;12.0;16.0,21.0;25.0\n");
        }

        return text.ToString();
    }

    private sealed class Source(byte[] table) : ITrackSources
    {
        public (Stream Stream, string Name) Open(Setting file) => (new MemoryStream(table, writable: false), "fuzz.csv");

        public RoadMap Map(Setting file, Lanelet2Options? frame) => RoadMap.Empty;
    }
}
