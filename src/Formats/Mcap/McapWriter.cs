namespace Sim.Formats.Mcap;

/// <summary>
/// Writes an MCAP file (mcap.dev/spec): uncompressed chunks with CRC and message index, attachments, metadata, summary section. The same calls
/// give the same bytes on every machine; compression is left out because compressors promise no such thing. Not thread-safe. The stream is
/// written front to back and never sought.
/// </summary>
public sealed class McapWriter : IDisposable
{
    private const int ChunkBytes = 1 << 20;
    private static readonly byte[] Magic = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A];

    private readonly Stream _stream;
    private readonly McapBytes _record = new();
    private readonly McapBytes _chunk = new();
    private readonly McapBytes _schemas = new();
    private readonly McapBytes _channels = new();
    private readonly McapBytes _chunkIndexes = new();
    private readonly McapBytes _attachmentIndexes = new();
    private readonly McapBytes _metadataIndexes = new();
    private readonly SortedDictionary<ushort, List<(ulong Time, ulong Offset)>> _chunkMessages = [];
    private readonly SortedDictionary<ushort, ulong> _messageCounts = [];
    private readonly Dictionary<ushort, uint> _sequences = [];
    private ulong _position;
    private uint _dataCrc;
    private ulong _chunkStart = ulong.MaxValue;
    private ulong _chunkEnd;
    private ulong _firstTime = ulong.MaxValue;
    private ulong _lastTime;
    private ulong _messages;
    private ushort _schemaCount;
    private ushort _channelCount;
    private uint _chunks;
    private uint _attachments;
    private uint _metadata;
    private bool _finished;

    /// <summary>Starts a file.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="library">Written into the header.</param>
    public McapWriter(Stream stream, string library = "sim")
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Emit(Magic);
        _record.Text("");
        _record.Text(library);
        EmitRecord(McapOpcode.Header);
    }

    /// <summary>Adds a schema; returns its id (1, 2, …).</summary>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        ushort id = ++_schemaCount;
        var start = _schemas.Length;
        _record.U16(id);
        _record.Text(name);
        _record.Text(encoding);
        _record.U32((uint)data.Length);
        _record.Raw(data);
        AppendRecord(_schemas, McapOpcode.Schema);
        _chunk.Raw(_schemas.Span[start..]);
        return id;
    }

    /// <summary>Adds a channel; returns its id (0, 1, …).</summary>
    /// <param name="topic">Topic, e.g. "/world".</param>
    /// <param name="messageEncoding">"protobuf" or "json".</param>
    /// <param name="schema">Schema id, 0 for none.</param>
    public ushort AddChannel(string topic, string messageEncoding, ushort schema)
    {
        ushort id = _channelCount++;
        var start = _channels.Length;
        _record.U16(id);
        _record.U16(schema);
        _record.Text(topic);
        _record.Text(messageEncoding);
        _record.Map(Ordered.Empty);
        AppendRecord(_channels, McapOpcode.Channel);
        _chunk.Raw(_channels.Span[start..]);
        _messageCounts[id] = 0;
        return id;
    }

    /// <summary>Adds a message. Times need not increase.</summary>
    public void AddMessage(ushort channel, ulong timeNs, ReadOnlySpan<byte> data)
    {
        if (!_chunkMessages.TryGetValue(channel, out var index))
        {
            _chunkMessages[channel] = index = [];
        }

        _sequences.TryGetValue(channel, out uint sequence);
        _sequences[channel] = sequence + 1;
        index.Add((timeNs, (ulong)_chunk.Length));
        _record.U16(channel);
        _record.U32(sequence);
        _record.U64(timeNs);
        _record.U64(timeNs);
        _record.Raw(data);
        AppendRecord(_chunk, McapOpcode.Message);
        _chunkStart = Math.Min(_chunkStart, timeNs);
        _chunkEnd = Math.Max(_chunkEnd, timeNs);
        _messageCounts[channel]++;
        _messages++;
        if (_chunk.Length >= ChunkBytes)
        {
            FlushChunk();
        }
    }

    /// <summary>Adds an attachment: a whole file inside the file.</summary>
    public void AddAttachment(string name, string mediaType, ReadOnlySpan<byte> data)
    {
        FlushChunk();
        ulong offset = _position;
        _record.U64(0);
        _record.U64(0);
        _record.Text(name);
        _record.Text(mediaType);
        _record.U64((ulong)data.Length);
        _record.Raw(data);
        _record.U32(Crc32.Append(0, _record.Span));
        EmitRecord(McapOpcode.Attachment);
        _attachments++;

        _record.U64(offset);
        _record.U64(_position - offset);
        _record.U64(0);
        _record.U64(0);
        _record.U64((ulong)data.Length);
        _record.Text(name);
        _record.Text(mediaType);
        AppendRecord(_attachmentIndexes, McapOpcode.AttachmentIndex);
    }

    /// <summary>Adds named key-value pairs.</summary>
    public void AddMetadata(string name, IReadOnlyDictionary<string, string> values)
    {
        FlushChunk();
        ulong offset = _position;
        _record.Text(name);
        _record.Map(values);
        EmitRecord(McapOpcode.Metadata);
        _metadata++;

        _record.U64(offset);
        _record.U64(_position - offset);
        _record.Text(name);
        AppendRecord(_metadataIndexes, McapOpcode.MetadataIndex);
    }

    /// <summary>Writes summary and footer. Nothing can be added afterwards.</summary>
    public void Finish()
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        FlushChunk();
        _record.U32(_dataCrc);
        EmitRecord(McapOpcode.DataEnd);

        _record.U64(_messages);
        _record.U16(_schemaCount);
        _record.U32(_channelCount);
        _record.U32(_attachments);
        _record.U32(_metadata);
        _record.U32(_chunks);
        _record.U64(_messages == 0 ? 0 : _firstTime);
        _record.U64(_lastTime);
        _record.U32((uint)(_messageCounts.Count * 10));
        foreach (var (channel, count) in _messageCounts)
        {
            _record.U16(channel);
            _record.U64(count);
        }

        var statistics = new McapBytes();
        AppendRecord(statistics, McapOpcode.Statistics);

        ulong summaryStart = _position;
        var summary = new McapBytes();
        var offsets = new McapBytes();
        AppendGroup(summary, offsets, summaryStart, McapOpcode.Schema, _schemas);
        AppendGroup(summary, offsets, summaryStart, McapOpcode.Channel, _channels);
        AppendGroup(summary, offsets, summaryStart, McapOpcode.Statistics, statistics);
        AppendGroup(summary, offsets, summaryStart, McapOpcode.ChunkIndex, _chunkIndexes);
        AppendGroup(summary, offsets, summaryStart, McapOpcode.AttachmentIndex, _attachmentIndexes);
        AppendGroup(summary, offsets, summaryStart, McapOpcode.MetadataIndex, _metadataIndexes);
        ulong offsetStart = summaryStart + (ulong)summary.Length;
        summary.Raw(offsets.Span);

        // The footer's CRC covers the summary and the footer's own bytes up to the CRC.
        var footer = new McapBytes();
        footer.U8((byte)McapOpcode.Footer);
        footer.U64(20);
        footer.U64(summaryStart);
        footer.U64(offsetStart);
        footer.U32(Crc32.Append(Crc32.Append(0, summary.Span), footer.Span));
        Emit(summary.Span);
        Emit(footer.Span);
        Emit(Magic);
        _stream.Flush();
    }

    /// <summary>Finishes the file when that has not been done; leaves the stream open.</summary>
    public void Dispose() => Finish();

    private void AppendGroup(McapBytes summary, McapBytes offsets, ulong summaryStart, McapOpcode opcode, McapBytes group)
    {
        if (group.Length == 0)
        {
            return;
        }

        _record.U8((byte)opcode);
        _record.U64(summaryStart + (ulong)summary.Length);
        _record.U64((ulong)group.Length);
        AppendRecord(offsets, McapOpcode.SummaryOffset);
        summary.Raw(group.Span);
    }

    private void FlushChunk()
    {
        if (_chunk.Length == 0)
        {
            return;
        }

        ulong start = _chunkStart == ulong.MaxValue ? 0 : _chunkStart;
        ulong chunkOffset = _position;
        _record.U64(start);
        _record.U64(_chunkEnd);
        _record.U64((ulong)_chunk.Length);
        _record.U32(Crc32.Append(0, _chunk.Span));
        _record.Text("");
        _record.U64((ulong)_chunk.Length);
        _record.Raw(_chunk.Span);
        EmitRecord(McapOpcode.Chunk);
        ulong chunkLength = _position - chunkOffset;

        ulong indexStart = _position;
        var indexOffsets = new McapBytes();
        foreach (var (channel, entries) in _chunkMessages)
        {
            indexOffsets.U16(channel);
            indexOffsets.U64(_position);
            _record.U16(channel);
            _record.U32((uint)(entries.Count * 16));
            foreach (var (time, offset) in entries)
            {
                _record.U64(time);
                _record.U64(offset);
            }

            EmitRecord(McapOpcode.MessageIndex);
        }

        _record.U64(start);
        _record.U64(_chunkEnd);
        _record.U64(chunkOffset);
        _record.U64(chunkLength);
        _record.U32((uint)indexOffsets.Length);
        _record.Raw(indexOffsets.Span);
        _record.U64(_position - indexStart);
        _record.Text("");
        _record.U64((ulong)_chunk.Length);
        _record.U64((ulong)_chunk.Length);
        AppendRecord(_chunkIndexes, McapOpcode.ChunkIndex);

        if (_chunkMessages.Count > 0)
        {
            _firstTime = Math.Min(_firstTime, _chunkStart);
            _lastTime = Math.Max(_lastTime, _chunkEnd);
        }

        _chunks++;
        _chunk.Clear();
        _chunkMessages.Clear();
        _chunkStart = ulong.MaxValue;
        _chunkEnd = 0;
    }

    private void AppendRecord(McapBytes target, McapOpcode opcode)
    {
        target.U8((byte)opcode);
        target.U64((ulong)_record.Length);
        target.Raw(_record.Span);
        _record.Clear();
    }

    private void EmitRecord(McapOpcode opcode)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = (byte)opcode;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(head[1..], (ulong)_record.Length);
        Emit(head);
        Emit(_record.Span);
        _record.Clear();
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        _dataCrc = Crc32.Append(_dataCrc, bytes);
        _stream.Write(bytes);
        _position += (ulong)bytes.Length;
    }
}
