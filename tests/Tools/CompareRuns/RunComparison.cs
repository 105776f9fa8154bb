using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Sim.Tools;

/// <summary>Compares run folders, but for what drivers wrote on their outputs: files by bytes, the store by rows, since its pages may be laid out in another order.</summary>
internal static class RunComparison
{
    private const string Store = "results.sqlite";
    private const string Timing = "timing.json";
    private static readonly string[] DriverOutputs = ["driver.log", "driver-tail.html"];

    public static IReadOnlyList<string> Between(string folder, string other, bool casesOnly)
    {
        var differences = new List<string>();
        var files = Files(folder, casesOnly);
        var others = Files(other, casesOnly);
        if (files.Count == 0)
        {
            differences.Add($"{folder} holds nothing to compare");
        }

        foreach (string file in files)
        {
            if (!others.Contains(file))
            {
                differences.Add($"{file} is missing");
            }
            else if (file != Store && file != Timing && Differ(Path.Combine(folder, file), Path.Combine(other, file)) is { } at)
            {
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"{file} differs from byte {at} on"));
            }
        }

        if (!casesOnly)
        {
            differences.AddRange(others.Except(files).Select(f => $"{f} is too much"));
            Rows(Path.Combine(folder, Store), Path.Combine(other, Store), differences);
        }

        return differences;
    }

    private static SortedSet<string> Files(string folder, bool casesOnly)
    {
        string root = casesOnly ? Path.Combine(folder, "cases") : folder;
        return new SortedSet<string>(
            Directory.Exists(root) ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => !DriverOutputs.Contains(Path.GetFileName(f))).Select(f => Path.GetRelativePath(folder, f)) : [], StringComparer.Ordinal);
    }

    private static long? Differ(string a, string b)
    {
        var (left, right) = (File.ReadAllBytes(a), File.ReadAllBytes(b));
        int same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length && same == right.Length ? null : same;
    }

    private static void Rows(string a, string b, List<string> differences)
    {
        if (!File.Exists(a) || !File.Exists(b))
        {
            differences.Add($"{Store} is missing");
            return;
        }

        var (left, right) = (Dump(a), Dump(b));
        if (left.Count == 0)
        {
            differences.Add($"{Store} has no rows");
        }

        differences.AddRange(left.Except(right).Select(r => $"{Store} lacks the row {Brief(r)}"));
        differences.AddRange(right.Except(left).Select(r => $"{Store} has the further row {Brief(r)}"));
    }

    private static SortedSet<string> Dump(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        var rows = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string table in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").ToList())
        {
            rows.UnionWith(Query(connection, $"SELECT * FROM \"{table}\"").Select(r => $"{table}: {r}"));
        }

        return rows;
    }

    private static IEnumerable<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            yield return string.Join(" | ", values.Select(v => v is double d ? d.ToString("R", CultureInfo.InvariantCulture) : Convert.ToString(v, CultureInfo.InvariantCulture)));
        }
    }

    private static string Brief(string row) => row.Length <= 200 ? row : row[..200] + "…";
}
