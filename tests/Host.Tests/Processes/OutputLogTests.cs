using System.Text;
using Sim.Host.Drivers;
using Sim.Rpc.Peers;

namespace Sim.Tests.Drivers;

public class OutputLogTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(OutputLog.PartBytes)]
    [InlineData(2 * OutputLog.PartBytes)]
    public void What_fits_is_kept_whole(int length)
    {
        byte[] all = Bytes(length);

        Assert.Equal(all, Filled(all, 777).Take());
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(123_456, 65536)]
    [InlineData(3 * OutputLog.PartBytes, 7)]
    [InlineData(3 * OutputLog.PartBytes, 600_000)]
    public void What_does_not_fit_loses_its_middle(int excess, int chunk)
    {
        byte[] all = Bytes(2 * OutputLog.PartBytes + excess);

        byte[] kept = Filled(all, chunk).Take();

        string note = $"\n[… {excess} bytes dropped …]\n";
        Assert.Equal([.. all[..OutputLog.PartBytes], .. Encoding.UTF8.GetBytes(note), .. all[^OutputLog.PartBytes..]], kept);
    }

    [Fact]
    public void Taking_begins_anew()
    {
        var log = Filled(Bytes(3 * OutputLog.PartBytes), 10_000);
        log.Take();
        log.Append("again"u8, isError: false);

        Assert.Equal("again"u8.ToArray(), log.Take());
        Assert.Empty(log.Take());
    }

    [Theory]
    [InlineData("Traceback:\nValueError: no path\n", "ValueError: no path")]
    [InlineData("Unhandled exception. System.Exception: broken\n   at Program.Main()\n", "Unhandled exception. System.Exception: broken")]
    [InlineData("terminate called\n  what():  bad\n\n \n", "what():  bad")]
    [InlineData("no end of line", "no end of line")]
    [InlineData("\u001b[31mred\u001b[0m\n", "[31mred [0m")]
    [InlineData("", "")]
    public void The_last_line_of_standard_error_that_says_something_is_known(string text, string line)
    {
        var log = new OutputLog();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            log.Append([b], isError: true);
        }

        log.Append("output\n"u8, isError: false);
        Assert.Equal(line, log.LastErrorLine);
    }

    [Fact]
    public void A_line_without_end_is_bounded()
    {
        var log = new OutputLog();
        log.Append(Encoding.UTF8.GetBytes(new string('x', 5_000_000)), isError: true);

        Assert.Equal(301, log.LastErrorLine.Length);
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + i / 251))];

    private static OutputLog Filled(byte[] all, int chunk)
    {
        var log = new OutputLog();
        foreach (byte[] part in all.Chunk(chunk))
        {
            log.Append(part, isError: false);
        }

        return log;
    }
}
