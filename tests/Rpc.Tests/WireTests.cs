using System.Buffers;
using System.Globalization;
using System.Text;
using Grpc.Core;
using Sim.Rpc.Wire;

namespace Sim.Tests;

/// <summary>The parsers of the wire format, by hand-made and by random bytes.</summary>
public class WireTests
{
    private const int Rounds = 20_000;

    [Theory]
    [InlineData("1S", 1_000_000L)]
    [InlineData("100m", 100_000L)]
    [InlineData("99999999u", 99_999_999L)]
    [InlineData("2M", 120_000_000L)]
    [InlineData("3H", 10_800_000_000L)]
    [InlineData("5000n", 5L)]
    [InlineData("0S", 0L)]
    public void A_timeout_is_read(string text, long microseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1 S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("١S")]
    public void What_is_no_timeout_is_refused(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Fact]
    public void A_timeout_of_ten_thousand_years_is_clamped()
    {
        Assert.True(GrpcTimeout.TryParse("99999999H", out var timeout));
        Assert.InRange(timeout.TotalDays, 365, 40_000);
    }

    [Fact]
    public void A_written_timeout_is_never_shorter_than_asked_and_hardly_longer()
    {
        var random = new Random(1);
        for (var i = 0; i < Rounds; i++)
        {
            var asked = TimeSpan.FromTicks(random.NextInt64(1L << random.Next(1, 55)));
            var text = GrpcTimeout.Format(asked);
            Assert.InRange(text.Length, 2, 9);
            Assert.True(GrpcTimeout.TryParse(text, out var read));
            Assert.InRange(read.Ticks, asked.Ticks, asked.Ticks + asked.Ticks / 1_000_000 + 10 + asked.Ticks / 1_000);
        }
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("100 %", "100 %25")]
    [InlineData("ü\n", "%C3%BC%0A")]
    [InlineData("~\u007f", "~%7F")]
    public void A_message_is_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%%41", "%A")]
    [InlineData("a%FF", "a\ufffd")]
    public void Broken_escapes_stay_as_they_are(string text, string decoded) => Assert.Equal(decoded, PercentEncoding.Decode(text));

    [Fact]
    public void Any_text_survives_percent_encoding()
    {
        var random = new Random(2);
        for (var i = 0; i < Rounds; i++)
        {
            var text = RandomText(random);
            var encoded = PercentEncoding.Encode(text);
            Assert.DoesNotContain(encoded, c => c is < ' ' or > '~');
            Assert.Equal(text, PercentEncoding.Decode(encoded));
            PercentEncoding.Decode(RandomAscii(random));
        }
    }

    [Fact]
    public void Binary_values_survive_with_and_without_padding()
    {
        var random = new Random(3);
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            var text = WireMetadata.ValueOf(new Metadata.Entry("x-bin", bytes));
            Assert.DoesNotContain('=', text);
            Assert.True(WireMetadata.TryDecode(text, out var bare));
            Assert.Equal(bytes, bare);
            Assert.True(WireMetadata.TryDecode(Convert.ToBase64String(bytes), out var padded));
            Assert.Equal(bytes, padded);
            WireMetadata.TryDecode(RandomAscii(random), out _);
        }
    }

    [Fact]
    public void Joined_binary_values_come_apart_and_nonsense_is_left_out()
    {
        var metadata = new Metadata();
        WireMetadata.AddReceived(metadata, "x-bin", "AQ,Ag== , !!!,A");
        WireMetadata.AddReceived(metadata, "grpc-status", "0");
        WireMetadata.AddReceived(metadata, "bad key", "x");
        WireMetadata.AddReceived(metadata, ":path", "x");
        Assert.Equal([[1], [2]], metadata.Select(e => e.ValueBytes));
    }

    [Theory]
    [InlineData(null, null, StatusCode.Unknown)]
    [InlineData("0", null, StatusCode.OK)]
    [InlineData("16", "a%20b", StatusCode.Unauthenticated)]
    [InlineData("17", null, StatusCode.Unknown)]
    [InlineData("-1", null, StatusCode.Unknown)]
    [InlineData("99999999999", null, StatusCode.Unknown)]
    [InlineData("OK", null, StatusCode.Unknown)]
    public void A_status_is_read(string? code, string? message, StatusCode expected)
    {
        var status = WireStatus.Parse(code, message);
        Assert.Equal(expected, status.StatusCode);
        if (message is not null) Assert.Equal("a b", status.Detail);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(418, StatusCode.Unknown)]
    [InlineData(500, StatusCode.Unknown)]
    public void An_http_status_has_a_meaning(int http, StatusCode expected) => Assert.Equal(expected, WireStatus.OfHttp(http));

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("application/grpc;charset=utf-8", true)]
    [InlineData("Application/GRPC", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/grpcx", false)]
    [InlineData("text/plain", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_content_type_is_known(string? type, bool grpc) => Assert.Equal(grpc, WireNames.IsGrpc(type));

    [Fact]
    public void Two_gibibytes_are_refused_before_anything_is_made_room_for()
    {
        var prefix = new ReadOnlySequence<byte>([0, 0x80, 0, 0, 0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<RpcException>(() => MessageFrame.TryCut(ref prefix, 4 << 20, out _, out _));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Contains("2147483648", e.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Messages_come_out_the_same_however_the_bytes_are_cut()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new byte[random.Next(30)]).ToList();
            var stream = new List<byte>();
            foreach (var message in messages)
            {
                random.NextBytes(message);
                stream.AddRange([0, 0, 0, 0, (byte)message.Length]);
                stream.AddRange(message);
            }

            var sequence = Cut([.. stream], random);
            foreach (var message in messages)
            {
                Assert.True(MessageFrame.TryCut(ref sequence, 100, out var compressed, out var payload));
                Assert.False(compressed);
                Assert.Equal(message, payload.ToArray());
            }

            Assert.True(sequence.IsEmpty);
            Assert.False(MessageFrame.TryCut(ref sequence, 100, out _, out _));
        }
    }

    [Fact]
    public void Random_bytes_are_cut_or_refused()
    {
        var random = new Random(5);
        int cut = 0, refused = 0, more = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var bytes = new byte[random.Next(24)];
            random.NextBytes(bytes);
            if (bytes.Length > 0) bytes[0] = (byte)random.Next(3);
            for (var k = 1; k < Math.Min(4, bytes.Length); k++) bytes[k] = (byte)(random.Next(8) == 0 ? 1 : 0);
            var sequence = Cut(bytes, random);
            try
            {
                if (MessageFrame.TryCut(ref sequence, 1_000, out _, out _)) cut++;
                else more++;
            }
            catch (RpcException)
            {
                refused++;
            }
        }

        Assert.All([cut, refused, more], n => Assert.InRange(n, 100, Rounds));
    }

    [Fact]
    public void A_bomb_is_cut_off_at_the_limit()
    {
        var bomb = new PooledBuffer();
        Gzip.Compress(new byte[64 << 20], bomb);
        var target = new PooledBuffer();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<RpcException>(() => Gzip.Decompress(new ReadOnlySequence<byte>(bomb.Written.ToArray()), target, 100_000));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.InRange(target.Written.Length, 0, 100_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void Damaged_gzip_is_refused_or_read_but_nothing_else()
    {
        var good = new PooledBuffer();
        Gzip.Compress(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => i.ToString(CultureInfo.InvariantCulture)))), good);
        var random = new Random(6);
        var refused = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = good.Written.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            if (random.Next(2) == 0) bytes = bytes[..random.Next(bytes.Length)];
            var target = new PooledBuffer();
            try
            {
                Gzip.Decompress(Cut(bytes, random), target, 10_000);
            }
            catch (RpcException)
            {
                refused++;
            }

            Assert.InRange(target.Written.Length, 0, 10_000);
            target.Clear();
        }

        Assert.InRange(refused, 500, 3_000);
    }

    [Fact]
    public void An_announced_length_must_be_kept()
    {
        foreach (var written in new[] { 3, 5 })
        {
            var sink = new MessageSink();
            Assert.Throws<InvalidOperationException>(() => sink.Write(
                "",
                (_, context) =>
                {
                    context.SetPayloadLength(4);
                    context.GetBufferWriter().Write(new byte[written]);
                    context.Complete();
                },
                new PooledBuffer(),
                false,
                100));
            Assert.True(sink.TargetSpoiled);
        }
    }

    private static ReadOnlySequence<byte> Cut(byte[] bytes, Random random)
    {
        Segment? first = null, last = null;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 8), bytes.Length - at);
            last = new Segment(bytes.AsMemory(at, length), last);
            first ??= last;
            at += length;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(20); i > 0; i--) text.Append(new Rune(random.Next(4) == 0 ? random.Next(0xE000, 0x11_0000) : random.Next(0, 0x300)));
        return text.ToString();
    }

    private static string RandomAscii(Random random)
    {
        const string Letters = "%0123456789abcdefABCDEFxyz=+/,- ";
        return string.Create(random.Next(20), random, static (span, r) =>
        {
            foreach (ref var c in span) c = Letters[r.Next(Letters.Length)];
        });
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
