using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using Sim.Host.Planning;

namespace Sim.Host.Store;

/// <summary>Reads a store.</summary>
internal static class StoredRunReader
{
    /// <summary>Reads the store of a finished or killed run without changing it.</summary>
    /// <exception cref="InputException">No such store, or damaged.</exception>
    public static StoredRun Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException("there is no result store here; name a run folder (the --out of sim run)", path);
        }

        using var connection = ResultStore.Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            return Read(connection);
        }
        catch (SqliteException e)
        {
            throw new InputException($"the result store is damaged: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Reads over an open connection.</summary>
    /// <exception cref="InputException">Damaged or of another version.</exception>
    public static StoredRun Read(SqliteConnection connection)
    {
        string file = connection.DataSource;
        try
        {
            var run = Rows(connection, "SELECT key, value FROM run", r => (r.GetString(0), r.GetString(1))).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
            if (!run.TryGetValue("schema", out string? schema) || schema != "1")
            {
                throw new InputException($"the result store has schema '{schema}', expected 1; use the version of sim that wrote it", file);
            }

            var plan = Rows(connection, "SELECT case_id, suite, mine FROM plan ORDER BY case_id", r => (Row: new PlanRow(r.GetString(0), r.GetString(1)), Mine: r.GetInt32(2) != 0)).ToList();
            return new StoredRun(
                Parse(run["identity"], SimJson.Default.RunIdentity),
                [.. run.Where(r => r.Key.StartsWith("suite.", StringComparison.Ordinal)).OrderBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => Parse(r.Value, SimJson.Default.Suite))],
                [.. plan.Select(p => p.Row)],
                run.TryGetValue("shard", out string? shard) && plan.Exists(p => !p.Mine) ? Shard.Parse(shard, _ => null) : null,
                plan.Where(p => p.Mine).Select(p => p.Row.CaseId).ToHashSet(StringComparer.Ordinal),
                [.. Rows(connection, "SELECT suite, result FROM cases ORDER BY case_id", r =>
                    new StoredCase(r.GetString(0), Parse(r.GetString(1), SimJson.Default.CaseResult)))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidCastException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new InputException($"the result store is damaged: {e.Message}", file, inner: e);
        }
    }

    private static T Parse<T>(string text, JsonTypeInfo<T> form)
        where T : class => SimJson.Parse(Encoding.UTF8.GetBytes(text), form);

    private static IEnumerable<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
