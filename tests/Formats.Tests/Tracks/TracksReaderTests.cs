using System.Globalization;
using System.Text;
using Sim.Formats.Lanelet2;
using Sim.Formats.Logs;
using Sim.Formats.Tracks;
using Sim.Maps;

namespace Sim.Tests.Tracks;

public sealed class TracksReaderTests
{
    private const string Highd = "tracks: road\nlayout: highd\ndata: 01_tracks.csv\nactors: 01_tracksMeta.csv\nrecording: 01_recordingMeta.csv\n";
    private const string HighdMeta = "id,width,height,class,drivingDirection\n1,4.0,2.0,Car,1\n2,12.0,2.5,Truck,2\n";
    private const string HighdAbout = "id,frameRate,locationId,speedLimit,upperLaneMarkings,lowerLaneMarkings\n1,25,2,33.3,8.5;12.0;16.0,21.0;25.0\n";

    private const string HighdTracks = """
        frame,id,x,y,width,height,xVelocity,yVelocity,xAcceleration,yAcceleration,laneId
        7,1,100.0,10.0,4.0,2.0,-30.0,0.5,-0.25,0,2
        8,1,98.8,10.02,4.0,2.0,-30.0,0.5,-0.25,0,2
        8,2,50.0,22.0,12.0,2.5,20.0,0,1.0,0,6
        9,2,50.8,22.0,12.0,2.5,20.0,0,1.0,0,6

        """;

    [Fact]
    public void Corners_in_an_image_become_box_centres_with_y_up()
    {
        var log = TableFiles.Read(Highd, ("01_tracks.csv", HighdTracks), ("01_tracksMeta.csv", HighdMeta), ("01_recordingMeta.csv", HighdAbout));
        Assert.Equal((40_000L, 3), (log.StepUs, log.StepCount));
        var car = log.Find("1")!;
        Assert.Equal((ActorClass.Car, 0, 2, 4.0, 2.0), (car.Class, car.FirstStep, car.Count, car.Body.LengthM, car.Body.WidthM));

        // Centre: x + half the length; y + half the width, then turned. The image's velocity (-30, 0.5 down) along the heading π is 30, across it 0.5 to the left.
        var state = car.At(0);
        Assert.Equal((102.0, -11.0, Math.PI), (state.X, state.Y, state.HeadingRad));
        Assert.Equal(30.0, state.SpeedMps, 1e-12);
        Assert.Equal(0.5, state.LateralMps, 1e-12);
        Assert.Equal(0.25, state.AccelMps2, 1e-12);
        var truck = log.Find("2")!;
        Assert.Equal((ActorClass.Truck, 1, 2), (truck.Class, truck.FirstStep, truck.Count));
        Assert.Equal((56.0, -23.25, 0.0, 20.0, 1.0), (truck.At(1).X, truck.At(1).Y, truck.At(1).HeadingRad, truck.At(1).SpeedMps, truck.At(1).AccelMps2));
        Assert.Equal(("1", RecordingEnd.LogEnd), (log.EgoId, log.End));
    }

    [Fact]
    public void Lane_markings_of_the_recording_become_a_straight_map()
    {
        var log = TableFiles.Read(Highd, ("01_tracks.csv", HighdTracks), ("01_tracksMeta.csv", HighdMeta), ("01_recordingMeta.csv", HighdAbout));
        Assert.Equal(["f1", "b1", "b2"], log.Map.Lanes.Select(l => l.Id));
        Assert.Empty(RoadMapCheck.Run(log.Map));

        // The outermost upper marking lies at 8.5 in the image: the right edge of those who drive to the left.
        var outer = log.Map.Lanes[1];
        Assert.Equal(-8.5, outer.Right.Points[0].Y);
        Assert.Equal(-12.0, outer.Left.Points[0].Y);
        Assert.True(outer.Centre.Points[0].X > outer.Centre.Points[1].X);
        Assert.Equal(33.3, outer.SpeedLimitMps);
        Assert.Equal((LaneMarking.Solid, LaneMarking.Broken), (outer.RightMarking, outer.LeftMarking));
        Assert.True(log.Map.Index().TryNearestLane(log.Find("1")!.At(0).Pose, out var on));
        Assert.Equal("b1", log.Map.Index().LaneAt(on.LaneIndex).Id);
    }

    [Fact]
    public void Feet_and_front_bumpers_become_metres_and_centres()
    {
        const string table = """
            Vehicle_ID,Frame_ID,Total_Frames,Global_Time,Local_X,Local_Y,v_Length,v_Width,v_Class,v_Vel,v_Acc
            5,13,3,1118846980200,10.0,100.0,20.0,6.0,3,50.0,10.0
            5,14,3,1118846980300,10.0,105.0,20.0,6.0,3,50.0,10.0
            5,15,3,1118846980400,10.0,110.0,20.0,6.0,3,50.0,10.0

            """;
        var log = TableFiles.Read("tracks: us\nlayout: ngsim\ndata: t.csv\n", ("t.csv", table));
        var truck = Assert.Single(log.Tracks);
        Assert.Equal((100_000L, ActorClass.Truck), (log.StepUs, truck.Class));
        Assert.Equal(6.096, truck.Body.LengthM, 1e-12);
        Assert.Equal(1.8288, truck.Body.WidthM, 1e-12);
        var state = truck.At(1);
        Assert.Equal(3.048, state.X, 1e-9);
        Assert.Equal((105 - 10) * 0.3048, state.Y, 1e-9);
        Assert.Equal(Math.PI / 2, state.HeadingRad, 1e-12);
        Assert.Equal(15.24, state.SpeedMps, 1e-9);
        Assert.Equal(3.048, state.AccelMps2, 1e-9);
    }

    [Fact]
    public void Tables_without_names_number_their_columns()
    {
        string row = "  2 13 884 1118846980200 16.467 35.381 6451137.641 1873344.962 14.5 4.9 2 40.00 0.00 2 0 0 0.00 0.00\n";
        var log = TableFiles.Read("tracks: us\nlayout: ngsim-text\ndata: t.txt\n", ("t.txt", row + row.Replace(" 13 ", " 14 ", StringComparison.Ordinal).Replace("35.381", "39.381", StringComparison.Ordinal)));
        var car = Assert.Single(log.Tracks);
        Assert.Equal(("2", ActorClass.Car, 2), (car.Id, car.Class, car.Count));
        Assert.Equal(12.192, car.At(0).SpeedMps, 1e-9);
    }

    [Fact]
    public void Angles_in_degrees_clockwise_times_in_milliseconds_and_rear_axles_are_converted()
    {
        const string settings = """
            tracks: own
            layout:
              delimiter: ";"
              units: { length: m, speed: km/h, angle: deg, time: ms }
              axes: { y: down }
              reference: rear-axle
              rear_overhang: 1 m
              step: 0.1 s
              columns: { id: who, time: at, x: px, y: py, heading: psi, speed: v, class: what, length: l, width: w }
              classes: { LKW: truck }
            data: t.csv
            """;
        var log = TableFiles.Read(settings, ("t.csv", "who;at;px;py;psi;v;what;l;w\n\"a\";1000;0;0;90;36;LKW;10;2\n\"a\";1100.4;0;1;90;36;LKW;10;2\nb;1200;5;5;0;0;pedestrian;0.5;0.5\n"));
        var truck = log.Find("a")!;

        // 90° clockwise is -π/2; the centre lies 10 / 2 - 1 = 4 m ahead of the axle.
        Assert.Equal(-Math.PI / 2, truck.At(0).HeadingRad, 1e-12);
        Assert.Equal(0, truck.At(0).X, 1e-12);
        Assert.Equal(-4, truck.At(0).Y, 1e-12);
        Assert.Equal(10, truck.At(0).SpeedMps, 1e-12);
        Assert.Equal((ActorClass.Pedestrian, 2), (log.Find("b")!.Class, log.Find("b")!.FirstStep));
    }

    [Fact]
    public void Short_holes_are_filled_and_long_ones_begin_a_new_actor()
    {
        var table = new StringBuilder("id,frame,x,y,heading\n");
        foreach (int frame in (int[])[0, 1, 3, 50, 51])
        {
            table.Append(CultureInfo.InvariantCulture, $"a,{frame},{frame},0,0\n");
        }

        var log = TableFiles.Read("tracks: t\nlayout: { frame_rate: 10 Hz, columns: { id: id, frame: frame, x: x, y: y, heading: heading } }\ndata: t.csv\n", ("t.csv", table.ToString()));
        Assert.Equal(["a", "a~2"], log.Tracks.Select(t => t.Id));
        Assert.Equal([0.0, 1, 2, 3], log.Tracks[0].X.ToArray());
        Assert.Equal(50, log.Tracks[1].FirstStep);
        Assert.Equal(10, log.Tracks[1].At(50).SpeedMps, 1e-12);
        Assert.Contains(log.Provenance.Assumptions, a => a.Contains("new actor", StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_and_a_filter_keep_only_their_rows()
    {
        const string settings = "tracks: t\nlayout: { like: ngsim, where: { Location: i-80 } }\ndata: t.csv\nwindow: { from: 2, to: 3 }\nego: 7\n";
        const string head = "Vehicle_ID,Frame_ID,Local_X,Local_Y,v_Length,v_Width,v_Class,v_Vel,v_Acc,Location\n";
        string rows = string.Concat(Enumerable.Range(1, 5).Select(f => $"7,{f},0,{f * 5},15,6,2,50,0,i-80\n7,{f},9,{f},15,6,2,50,0,us-101\n"));
        var log = TableFiles.Read(settings, ("t.csv", head + rows));
        Assert.Equal((2, 2), (log.StepCount, Assert.Single(log.Tracks).Count));
        Assert.Equal("7", log.EgoId);
    }

    [Theory]
    [InlineData("tracks: t\nlayout: highdd\ndata: t.csv\n", "id\n", "did you mean 'highd'")]
    [InlineData("tracks: t\nlayout: ind\ndata: t.csv\nrecording: r.csv\n", "trackId,frame\n", "no column 'x")]
    [InlineData("tracks: t\nlayout: ind\ndata: t.csv\n", "id\n", "frame_rate")]
    [InlineData("tracks: t\nlayout: ngsim\ndata: u.csv\n", "id\n", "no file 'u.csv'")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "1 2 3 4 5 x 1 1 14 5 2 4 0\n", "t.csv:1:11: found 'x'")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "1 2.5 3 4 5 6 1 1 14 5 2 4 0\n", "whole number of frames")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "1 2 3 4 5 6 1 1 14 5 2 4 0\n1 2 3 4 5 6 1 1 14 5 2 4 0\n", "two rows at step 0")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "1 2 3 4 1e300 6 1 1 14 5 2 4 0\n", "expected a number")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "", "no row that is read")]
    [InlineData("tracks: t\nlayout: ngsim-text\ndata: t.csv\n", "1 0 3 4 5 6 1 1 14 5 2 4 0\n2 1000000000 3 4 5 6 1 1 14 5 2 4 0\n", "spans more than")]
    [InlineData("tracks: t\nlayout: { columns: { id: id, x: x, y: y, time: t }, heading: motion }\ndata: t.csv\n", "id\n", "step: 0.1 s")]
    [InlineData("tracks: t\nlayout: { columns: { id: id, x: x, y: y, time: t }, heading: motion, step: 0.1 s }\ndata: t.csv\n", "id,t,x,y\n1,0,0,0\n1,0.15,0,0\n", "50 ms off the grid")]
    public void Wrong_tables_and_settings_are_refused_with_what_to_do(string settings, string table, string part)
    {
        var error = Assert.Throws<InputException>(() => TableFiles.Read(settings, ("t.csv", table), ("r.csv", "frameRate\n25\n")));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 0, error.Message);
    }

    [Fact]
    public void Reading_takes_no_memory_for_rows_that_are_not_kept()
    {
        const string row = "1 2 884 1118846980200 16.467 35.381 6451137.641 1873344.962 14.5 4.9 2 40.00 0.00 2 0 0 0.00 0.00\n";
        string rest = string.Concat(Enumerable.Repeat(row.Replace("1 2 ", "1 9 ", StringComparison.Ordinal), 50_000));
        string settings = "tracks: us\nlayout: ngsim-text\ndata: t.txt\nwindow: { to: 5 }\n";
        TableFiles.Read(settings, ("t.txt", row));
        var files = new TableFiles(("t.txt", row + rest));
        var place = Setting.Scalar("t.txt");
        using var stream = files.Open(place).Stream;
        byte[] content = Encoding.UTF8.GetBytes(settings);
        var opened = new OneStream(stream);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TracksReader.Read(content, "a.tracks.yaml", opened);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Files_are_read_only_beside_the_settings_or_below_a_root()
    {
        string folder = Directory.CreateTempSubdirectory("sim-tracks-").FullName;
        try
        {
            string path = Path.Combine(folder, "a.tracks.yaml");
            File.WriteAllText(path, "tracks: us\nlayout: ngsim-text\ndata: sub/t.txt\n");
            Directory.CreateDirectory(Path.Combine(folder, "sub"));
            File.WriteAllText(Path.Combine(folder, "sub", "t.txt"), "1 2 3 4 5 6 1 1 14 5 2 4 0\n1 3 3 4 5 9 1 1 14 5 2 4 0\n");
            var file = new SourceFile("a.tracks.yaml", path);
            Assert.Single(LogFiles.Read(file, LogFiles.FolderOf(path)).Tracks);
            Assert.Equal(["a.tracks.yaml", "sub/t.txt"], LogFiles.Files(file, LogFiles.FolderOf(path)).Select(f => f.Key));
            foreach (var (outside, reason) in ((string, string)[])[("../t.txt", "lies outside"), ("/etc/passwd", "lies outside"), ("${HOME}/t.txt", "no file")])
            {
                File.WriteAllText(path, $"tracks: us\nlayout: ngsim-text\ndata: \"{outside}\"\n");
                Assert.Contains(reason, Assert.Throws<InputException>(() => LogFiles.Read(file, LogFiles.FolderOf(path))).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class OneStream(Stream stream) : ITrackSources
    {
        public (Stream Stream, string Name) Open(Setting file) => (stream, file.Raw);

        public RoadMap Map(Setting file, Lanelet2Options? frame) => RoadMap.Empty;
    }
}
