using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sim.Host.Planning;

namespace Sim.Host.Store;

/// <summary>
/// results.sqlite: what is planned and what is done, one transaction for each case. A process that is killed loses at most the case it was
/// writing. Thread-safe: calls are serialised. The file is locked while open, so two runs cannot share a folder.
/// </summary>
internal sealed class ResultStore : IDisposable
{
    private const string SchemaVersion = "1";
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private ResultStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or creates a store for writing.</summary>
    /// <exception cref="InputException">Another process holds it, or it is no such store.</exception>
    public static ResultStore Open(string path)
    {
        var store = new ResultStore(Connect(path, SqliteOpenMode.ReadWriteCreate));
        try
        {
            // Exclusive locking keeps the write-ahead log free of shared memory, so it also works on network file systems.
            store.Run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
            store.Run("""
                CREATE TABLE IF NOT EXISTS run(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS plan(case_id TEXT PRIMARY KEY, suite TEXT NOT NULL, mine INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS cases(case_id TEXT PRIMARY KEY, suite TEXT NOT NULL, entry TEXT NOT NULL, replica INTEGER NOT NULL,
                    status TEXT NOT NULL, reason TEXT NOT NULL, simulated_us INTEGER NOT NULL, result TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS metrics(case_id TEXT NOT NULL, assessor TEXT NOT NULL, metric TEXT NOT NULL, unit TEXT NOT NULL,
                    state TEXT NOT NULL, value REAL, reason TEXT NOT NULL, worst_time_us INTEGER, PRIMARY KEY(case_id, assessor, metric)) WITHOUT ROWID;
                """);
            return store;
        }
        catch (SqliteException e)
        {
            store.Dispose();
            throw e.SqliteErrorCode == 5
                ? new InputException("another sim works in this run folder; wait for it or use another --out", path, inner: e)
                : new InputException($"this is not a result store: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Remembers what is planned; keeps what is already there.</summary>
    public void Begin(RunPlan plan, Shard? shard, IReadOnlySet<string> mine) => Begin(
        plan.Identity,
        [.. plan.Suites.Select(SuiteDigest.Of)],
        [.. plan.Cases.Select(c => (new PlanRow(c.Case.Id, c.Suite.Name), mine.Contains(c.Case.Id)))],
        shard);

    /// <summary>Remembers what is planned; keeps what is already there.</summary>
    public void Begin(RunIdentity identity, IReadOnlyList<Suite> digests, IReadOnlyList<(PlanRow Row, bool Mine)> plan, Shard? shard)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Put("schema", SchemaVersion);
            Put("identity", JsonSerializer.Serialize(identity, SimJson.Default.RunIdentity));
            for (int i = 0; i < digests.Count; i++)
            {
                Put(string.Create(CultureInfo.InvariantCulture, $"suite.{i:D4}"), JsonSerializer.Serialize(digests[i], SimJson.Default.Suite));
            }

            if (shard is not null)
            {
                Put("shard", shard.ToString());
            }

            using var command = _connection.CreateCommand();
            command.CommandText = "INSERT INTO plan VALUES($id, $suite, $mine) ON CONFLICT DO UPDATE SET mine = max(mine, excluded.mine)";
            var id = command.Parameters.Add("$id", SqliteType.Text);
            var suite = command.Parameters.Add("$suite", SqliteType.Text);
            var own = command.Parameters.Add("$mine", SqliteType.Integer);
            foreach (var (row, mine) in plan)
            {
                id.Value = row.CaseId;
                suite.Value = row.Suite;
                own.Value = mine ? 1 : 0;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    /// <summary>Commits a case with its metrics.</summary>
    public void Commit(StoredCase stored)
    {
        var result = stored.Result;
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Execute(
                "INSERT INTO cases VALUES($id, $suite, $entry, $replica, $status, $reason, $simulated, $result)",
                ("$id", result.Case.Id), ("$suite", stored.Suite), ("$entry", result.Case.Entry), ("$replica", result.Case.Replica),
                ("$status", Word(result.Status)), ("$reason", result.Reason), ("$simulated", result.SimulatedUs),
                ("$result", JsonSerializer.Serialize(result, SimJson.Default.CaseResult)));
            foreach (var assessment in result.Assessments)
            {
                foreach (var metric in assessment.Metrics)
                {
                    Execute(
                        "INSERT INTO metrics VALUES($id, $assessor, $metric, $unit, $state, $value, $reason, $worst)",
                        ("$id", result.Case.Id), ("$assessor", assessment.Assessor), ("$metric", metric.Name), ("$unit", metric.Unit),
                        ("$state", Word(metric.Value.State)), ("$value", metric.Value.Value), ("$reason", metric.Value.Reason), ("$worst", metric.Value.WorstTimeUs));
                }
            }

            transaction.Commit();
        }
    }

    /// <summary>Ids of committed cases.</summary>
    public IReadOnlySet<string> CommittedIds()
    {
        lock (_gate)
        {
            return Rows("SELECT case_id FROM cases", r => r.GetString(0)).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Forgets cases, so that they are run again.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (string id in ids)
            {
                Execute("DELETE FROM metrics WHERE case_id = $id", ("$id", id));
                Execute("DELETE FROM cases WHERE case_id = $id", ("$id", id));
            }

            transaction.Commit();
        }
    }

    /// <summary>The whole run.</summary>
    /// <exception cref="InputException">The store is damaged or of another version.</exception>
    public StoredRun Read()
    {
        lock (_gate)
        {
            return StoredRunReader.Read(_connection);
        }
    }

    /// <summary>Folds the log into the file and closes it, so that the folder holds one file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                Run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;");
            }
            catch (SqliteException)
            {
                // What is committed stays in the log, and the next opening finds it.
            }

            _connection.Dispose();
        }
    }

    /// <summary>Opens a connection.</summary>
    internal static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString()) { DefaultTimeout = 2 };
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new InputException($"cannot open the result store: {e.Message}", path, inner: e);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private void Put(string key, string value) => Execute("INSERT INTO run VALUES($key, $value) ON CONFLICT DO NOTHING", ("$key", key), ("$value", value));

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    private IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
