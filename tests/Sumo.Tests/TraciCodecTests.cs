using Sim.Plugins.Sumo.Traci;

namespace Sim.Tests.Sumo;

public sealed class TraciCodecTests
{
    [Fact]
    public void A_long_command_has_zero_and_four_bytes_of_length()
    {
        string id = new('x', 300);
        var message = new TraciWriter().Clear().Begin(TraciIds.GetVehicle).Byte(TraciIds.Speed).Text(id).End().Message();
        // 4 total + (0, 4 length, id, variable, 4 + 300 text)
        Assert.Equal(4 + 311, message.Length);
        Assert.Equal((byte)0, message[4]);
        var reader = new TraciReader(message[4..]);
        var command = reader.Command(out byte command0);
        Assert.Equal(TraciIds.GetVehicle, command0);
        Assert.Equal(TraciIds.Speed, command.Byte());
        Assert.Equal(id, command.Text());
        Assert.True(command.IsEmpty && reader.IsEmpty);
    }

    [Fact]
    public void A_command_of_255_bytes_is_short_and_one_more_is_long()
    {
        foreach (int content in (int[])[253, 254])
        {
            var writer = new TraciWriter().Clear().Begin(1);
            for (int i = 0; i < content; i++)
            {
                writer.Byte((byte)i);
            }

            var message = writer.End().Message();
            Assert.Equal(content == 253 ? (byte)255 : (byte)0, message[4]);
            var reader = new TraciReader(message[4..]);
            var read = reader.Command(out _);
            for (int i = 0; i < content; i++)
            {
                Assert.Equal((byte)i, read.Byte());
            }
        }
    }

    [Theory]
    [InlineData("0b0c00000004")] // a string longer than what is there
    [InlineData("0b0cffffffff")] // of negative length
    [InlineData("0b0e7fffffff")] // two thousand million strings
    [InlineData("0b0f7fffffff07")] // as many values
    [InlineData("0bff")] // no such type
    public void Lengths_that_are_not_there_are_refused_before_memory_is_taken(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex)[1..];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<TraciException>(() => Skip(bytes));
        Assert.True(error.IsLost);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void Compounds_in_compounds_end_somewhere()
    {
        byte[] bytes = [.. Enumerable.Repeat(new byte[] { 0x0F, 0, 0, 0, 1 }, 10_000).SelectMany(b => b)];
        Assert.Throws<TraciException>(() => Skip(bytes));
    }

    [Fact]
    public void Random_bytes_are_refused_or_read_but_never_end_otherwise()
    {
        var random = new Sim.Numerics.RandomStream(11);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.NextInt(60)];
            for (int k = 0; k < bytes.Length; k++)
            {
                bytes[k] = (byte)(random.NextInt(2) == 0 ? random.NextInt(256) : random.NextInt(16));
            }

            try
            {
                var reader = new TraciReader(bytes);
                TraciAnswer.Require(ref reader, TraciIds.SimulationStep, "a step");
                for (int n = reader.Count(6); n > 0; n--)
                {
                    var content = reader.Command(out _);
                    while (!content.IsEmpty)
                    {
                        content.Skip();
                    }
                }
            }
            catch (TraciException)
            {
                refused++;
            }
        }

        Assert.True(refused > 15_000);
    }

    [Fact]
    public void A_refusal_carries_the_words_of_the_server_without_its_control_characters()
    {
        var writer = new TraciWriter().Clear().Begin(TraciIds.GetVehicle).Byte(0xFF).Text("no\u001b[2Jsuch vehicle.").End();
        var reader = new TraciReader(writer.Message()[4..]);
        Assert.Equal("no [2Jsuch vehicle", TraciAnswer.Refusal(ref reader, TraciIds.GetVehicle));
    }

    private static void Skip(byte[] bytes)
    {
        var reader = new TraciReader(bytes);
        reader.Skip();
    }
}
