namespace Sim.Tests.Interop;

/// <summary>The interoperation matrix: the same cases from every client at every server. A row of its own for each case.</summary>
public sealed class MatrixTests(Matrix matrix)
{
    // The pairs without C# hold the script itself: what fails there is not our transport's fault.
    private static readonly (string Client, string Server)[] All =
    [
        ("csharp", "csharp"), ("csharp", "python"), ("python", "csharp"), ("csharp", "cpp"), ("cpp", "csharp"), ("python", "cpp"), ("cpp", "python"),
    ];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (client, server) in All) rows.Add(client, server);
            return rows;
        }
    }

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var (client, server) in All)
            {
                foreach (string name in Cases.Names) rows.Add(client, server, name);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_case_passes_from_client_to_server(string client, string server, string name)
    {
        var result = await matrix.PairAsync(client, server);
        string? line = result.Lines.FirstOrDefault(l => l.Split(' ') is [_, var named, ..] && named == name);
        Assert.True(line == $"ok {name}", line ?? $"the {client} client never ran '{name}'");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_pair_ran_exactly_the_cases_of_the_list(string client, string server)
    {
        var result = await matrix.PairAsync(client, server);
        Assert.Equal(Cases.Names.Order(StringComparer.Ordinal), result.Lines.Select(l => l.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    // 4 MiB of messages go up in the gzip cases and 6 MiB come down: all of it compressible.
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Compressed_messages_are_small_on_the_wire(string client, string server)
    {
        var result = await matrix.PairAsync(client, server);
        Assert.InRange(result.BytesUp, 5_000, 300_000);
        Assert.InRange(result.BytesDown, 5_000, 300_000);
    }
}
