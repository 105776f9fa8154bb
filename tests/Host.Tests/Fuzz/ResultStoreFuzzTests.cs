using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Sim.Host.Gates;
using Sim.Host.Store;
using Sim.Tests.Fakes;

namespace Sim.Tests.Fuzz;

public sealed class ResultStoreFuzzTests : IDisposable
{
    private static readonly string[] Json = ["null", "[null]", "{}", "[]", "[", "]", "{", "}", ",", "\"", "\"schema\":2", "1e999", "2/1", "0/0", "99999/100000"];

    private readonly FakeWorld _world = new();
    private readonly string _store;

    public ResultStoreFuzzTests()
    {
        int code = _world.Sim("run", _world.Suite("cases: [ { name: a, from: { fake: 3 } } ]\nexpect: [ { all: number < 9, min_cases: 2 }, { quantile: 0.5, of: number, below: 7 } ]\nknown: [ { case: \"a-n2-*\", reason: r, expires: 2027-03-01 } ]"), "--out", "r");
        Assert.InRange(code, 0, 1);
        _store = _world.At("r", "results.sqlite");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Damaged_stores_are_read_or_refused_by_name()
    {
        byte[] good = File.ReadAllBytes(_store);
        var mutants = new Mutator(0xDB, [good], "SQLite format 3\0", "CREATE TABLE", "\u0001", "\0\0\0\0");
        FuzzRun.Check("results.sqlite", mutants.Make, bytes =>
        {
            string path = Own();
            File.WriteAllBytes(path, bytes);
            foreach (string suffix in (string[])["-wal", "-journal", "-shm"])
            {
                File.Delete(path + suffix);
            }

            Report(path);
        }, lines: false);
    }

    [Fact]
    public void Stores_with_damaged_rows_are_read_or_refused_by_name()
    {
        (string Table, string Key, string Column)[] cells = [("run", "key", "value"), ("cases", "case_id", "result"), ("plan", "case_id", "suite"), ("plan", "case_id", "mine")];
        var rows = new List<(string Update, string Key, Mutator Values)>();
        using (var connection = ResultStore.Connect(_store, SqliteOpenMode.ReadOnly))
        {
            foreach (var (table, key, column) in cells)
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT {key}, {column} FROM {table} ORDER BY 1";
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    byte[] value = Encoding.UTF8.GetBytes(reader.GetString(1));
                    rows.Add(($"UPDATE {table} SET {column} = $value WHERE {key} = $key", reader.GetString(0), new Mutator(0xDC + (ulong)rows.Count, [value], Json)));
                }
            }
        }

        byte[] good = File.ReadAllBytes(_store);
        FuzzRun.Check("results.sqlite", index => [.. BitConverter.GetBytes(index), .. rows[index % rows.Count].Values.Make(index)], bytes =>
        {
            string path = Own();
            int index = BitConverter.ToInt32(bytes);
            File.WriteAllBytes(path, good);
            using (var connection = ResultStore.Connect(path, SqliteOpenMode.ReadWrite))
            {
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; " + rows[index % rows.Count].Update;
                command.Parameters.AddWithValue("$value", index % 7 == 0 ? bytes[4..] : Encoding.UTF8.GetString(bytes.AsSpan(4)));
                command.Parameters.AddWithValue("$key", rows[index % rows.Count].Key);
                command.ExecuteNonQuery();
            }

            Report(path);
        }, lines: false);
    }

    [Fact]
    public void A_damaged_store_ends_with_a_message_and_exit_2()
    {
        byte[] bytes = File.ReadAllBytes(_store);
        bytes.AsSpan(100, bytes.Length - 200).Fill(0x5A);
        File.WriteAllBytes(_store, bytes);

        foreach (string[] words in (string[][])[["report", "r"], ["merge", "r", "--out", "m"], ["run", "s.yaml", "--out", "r", "--resume"], ["run", "s.yaml", "--rerun-failed", "r", "--list"]])
        {
            Assert.Equal(2, _world.Sim(words));
            Assert.Contains("results.sqlite", _world.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", _world.Error, StringComparison.Ordinal);
        }
    }

    private static void Report(string path)
    {
        var run = StoredRunReader.Read(path);
        try
        {
            ReportBuilder.Build(run, new DateOnly(2027, 1, 1));
        }
        catch (InputException)
        {
            // A gate that does not fit the metrics is named by itself, not by the file.
        }
    }

    private string Own()
    {
        string folder = _world.At("own", Environment.CurrentManagedThreadId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, "results.sqlite");
    }
}
