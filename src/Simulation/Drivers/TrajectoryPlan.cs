using System.Globalization;
using Sim.Geometry;
using Sim.Numerics;

namespace Sim.Simulation.Drivers;

/// <summary>Reads the plan of the trajectory driver: from inline points or a CSV file, of the rear axle or the box's centre.</summary>
internal static class TrajectoryPlan
{
    private const int MaxFileBytes = 1_000_000;

    private static readonly string[] Columns = ["time", "x", "y", "heading", "speed"];

    /// <summary>The plan as rear-axle points; missing headings follow the way, missing speeds follow way and time.</summary>
    /// <exception cref="InputException">Missing, malformed or out of range; names the place.</exception>
    public static IReadOnlyList<PlanPoint> Read(Setting options, FileRoots files, double rearAxleToCentreM)
    {
        var reader = new SettingReader(options, "the options of driver 'trajectory'");
        var inline = reader.List("points");
        var file = reader.Optional("file");
        string reference = reader.Choice("reference", "rear-axle", "centre") ?? "rear-axle";
        reader.Done();
        if ((inline is null) == (file is null))
        {
            throw options.Error("driver 'trajectory' needs either 'points' or 'file'");
        }

        var rows = inline is not null ? ReadPoints(inline) : ReadFile(file!, files);
        if (rows.Count < 2)
        {
            throw (file ?? options).Error($"a trajectory has at least 2 points, found {rows.Count}");
        }

        return Complete(rows, reference == "centre" ? rearAxleToCentreM : 0);
    }

    private static List<Row> ReadPoints(IReadOnlyList<Setting> points)
    {
        var rows = new List<Row>();
        foreach (var point in points)
        {
            var reader = new SettingReader(point, "a trajectory point");
            rows.Add(new Row(
                reader.Duration("time", 0) ?? throw reader.Missing("time"),
                reader.Length("x") ?? throw reader.Missing("x"),
                reader.Length("y") ?? throw reader.Missing("y"),
                reader.Angle("heading"),
                reader.Speed("speed")));
            reader.Done();
        }

        return rows;
    }

    private static List<Row> ReadFile(Setting file, FileRoots files)
    {
        var source = files.Resolve(file);
        if (new FileInfo(source.FullPath).Length > MaxFileBytes)
        {
            throw new InputException($"the trajectory is larger than {MaxFileBytes} bytes", source.Key);
        }

        string[] lines = File.ReadAllLines(source.FullPath);
        int[] at = Header(lines.Length > 0 ? lines[0] : "", source.Key);
        var rows = new List<Row>();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            string[] cells = lines[i].Split(',');
            double seconds = Cell(cells, at[0], i, source.Key) ?? throw new InputException("a point needs a time", source.Key, i + 1);
            if (!(seconds >= 0 && seconds < 1e6))
            {
                throw new InputException($"a time of {seconds.ToString(CultureInfo.InvariantCulture)} s lies outside 0 to 1000000 s", source.Key, i + 1);
            }

            rows.Add(new Row(
                (long)Math.Round(seconds * 1e6),
                Cell(cells, at[1], i, source.Key) ?? throw new InputException("a point needs x", source.Key, i + 1),
                Cell(cells, at[2], i, source.Key) ?? throw new InputException("a point needs y", source.Key, i + 1),
                Cell(cells, at[3], i, source.Key),
                Cell(cells, at[4], i, source.Key)));
        }

        return rows;
    }

    private static int[] Header(string line, string file)
    {
        string[] names = line.TrimStart('\uFEFF').Split(',', StringSplitOptions.TrimEntries);
        foreach (string name in names)
        {
            if (!Columns.Contains(name))
            {
                throw new InputException($"unknown column '{name}'; {Nearest.Hint(name, Columns)}", file, 1);
            }
        }

        int[] at = [.. Columns.Select(c => Array.IndexOf(names, c))];
        return at[0] >= 0 && at[1] >= 0 && at[2] >= 0 ? at : throw new InputException("the first line must name the columns time,x,y and may name heading,speed (s, m, rad, m/s)", file, 1);
    }

    private static double? Cell(string[] cells, int column, int line, string file)
    {
        if (column < 0 || column >= cells.Length || string.IsNullOrWhiteSpace(cells[column]))
        {
            return null;
        }

        return double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"found '{cells[column].Trim()}' where a number is expected", file, line + 1);
    }

    private static PlanPoint[] Complete(List<Row> rows, double offset)
    {
        var plan = new PlanPoint[rows.Count];
        double heading = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            int a = Math.Max(i - 1, 0), b = Math.Min(i + 1, rows.Count - 1);
            var way = new Vector2d(rows[b].X - rows[a].X, rows[b].Y - rows[a].Y);
            double seconds = (rows[b].TimeUs - rows[a].TimeUs) * 1e-6;
            heading = rows[i].Heading ?? (way.Length > 1e-3 ? Pinned.Atan2(way.Y, way.X) : heading);
            double speed = rows[i].Speed ?? (seconds > 0 ? way.Length / seconds : 0);
            var (sin, cos) = Pinned.SinCos(heading);
            plan[i] = new PlanPoint(rows[i].TimeUs, rows[i].X - offset * cos, rows[i].Y - offset * sin, heading, speed);
        }

        return plan;
    }

    private readonly record struct Row(long TimeUs, double X, double Y, double? Heading, double? Speed);
}
