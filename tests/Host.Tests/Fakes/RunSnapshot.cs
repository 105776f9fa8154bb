using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Sim.Host.Store;

namespace Sim.Tests.Fakes;

/// <summary>Everything in a run folder that must be equal between equal runs: hashes of files, rows of the store.</summary>
internal static class RunSnapshot
{
    public static string Of(string folder)
    {
        var lines = new List<string>();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, file);
            if (name == "results.sqlite")
            {
                lines.AddRange(Rows(file));
            }
            else if (!CaseFiles.MayDiffer(name))
            {
                lines.Add($"{name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}");
            }
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Rows(string file)
    {
        using var connection = ResultStore.Connect(file, SqliteOpenMode.ReadOnly);
        foreach (string query in (string[])["SELECT * FROM run ORDER BY 1", "SELECT case_id, suite FROM plan ORDER BY 1", "SELECT * FROM cases ORDER BY 1", "SELECT * FROM metrics ORDER BY 1, 2, 3"])
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var values = new object[reader.FieldCount];
                reader.GetValues(values);
                yield return string.Join('|', values);
            }
        }
    }
}
