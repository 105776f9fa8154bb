namespace Sim.Formats.Mcap;

/// <summary>
/// Reads an MCAP file front to back and checks every CRC that is set. Chunks must be uncompressed, as Sim writes them. Unknown records are
/// skipped, as the specification demands. Thread-safe.
/// </summary>
public static class McapReader
{
    /// <summary>Largest file, bytes.</summary>
    public const int MaxBytes = 1 << 30;

    private static readonly byte[] Magic = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A];

    /// <summary>Reads a file.</summary>
    /// <param name="content">Its bytes; messages and attachments refer to this memory.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="InputException">Not an MCAP file, damaged, cut short or compressed; names the byte offset.</exception>
    public static McapContent Read(ReadOnlyMemory<byte> content, string file)
    {
        if (content.Length > MaxBytes)
        {
            throw new InputException($"the file has {content.Length} bytes; at most {MaxBytes} are read", file);
        }

        if (content.Length < 2 * Magic.Length || !content.Span.StartsWith(Magic))
        {
            throw new InputException("byte 0: this is not an MCAP file (its first eight bytes are not 89 'MCAP0' 0D 0A)", file);
        }

        if (!content.Span.EndsWith(Magic))
        {
            throw new InputException($"byte {content.Length - Magic.Length}: the closing magic is missing; the file was cut short", file);
        }

        var state = new State(file);
        var cursor = new McapCursor(content[Magic.Length..^Magic.Length], Magic.Length, file);
        bool ended = false;
        bool footer = false;
        while (!cursor.AtEnd)
        {
            long at = cursor.Offset;
            var opcode = (McapOpcode)cursor.U8("a record's type");
            var record = cursor.Nested(cursor.U64("a record's length"), $"record {opcode}");
            if (footer)
            {
                throw new InputException($"byte {at}: a record after the footer", file);
            }

            switch (opcode)
            {
                case McapOpcode.DataEnd:
                    uint expected = record.U32("data end");
                    if (expected != 0 && expected != Crc32.Append(0, content.Span[..(int)at]))
                    {
                        throw new InputException($"byte {at}: the data section's checksum does not match; the file is damaged", file);
                    }

                    ended = true;
                    break;
                case McapOpcode.Footer:
                    CheckSummary(content, at, ref record, file);
                    footer = true;
                    break;
                default:
                    if (!ended)
                    {
                        state.Record(opcode, ref record, inChunk: false);
                    }

                    break;
            }
        }

        return ended && footer
            ? new McapContent(state.Messages, state.Attachments, state.Metadata)
            : throw new InputException($"byte {content.Length}: the file has no {(ended ? "footer" : "end of data")}; it was cut short", file);
    }

    private static void CheckSummary(ReadOnlyMemory<byte> content, long footerAt, ref McapCursor record, string file)
    {
        ulong summaryStart = record.U64("footer");
        record.U64("footer");
        uint expected = record.U32("footer");
        if (expected == 0)
        {
            return;
        }

        ulong start = summaryStart == 0 ? (ulong)footerAt : summaryStart;
        ulong end = (ulong)footerAt + 9 + 16;
        if (start > end || end > (ulong)content.Length || Crc32.Append(0, content.Span[(int)start..(int)end]) != expected)
        {
            throw new InputException($"byte {footerAt}: the summary's checksum does not match; the file is damaged", file);
        }
    }

    private sealed class State(string file)
    {
        private readonly Dictionary<ushort, string> _schemas = [];
        private readonly Dictionary<ushort, (string Topic, string Encoding, string Schema)> _channels = [];

        public List<McapMessage> Messages { get; } = [];

        public SortedDictionary<string, ReadOnlyMemory<byte>> Attachments { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, IReadOnlyDictionary<string, string>> Metadata { get; } = new(StringComparer.Ordinal);

        public void Record(McapOpcode opcode, ref McapCursor record, bool inChunk)
        {
            switch (opcode)
            {
                case McapOpcode.Schema:
                    ushort schema = record.U16("schema");
                    _schemas[schema] = record.Text("schema name");
                    break;
                case McapOpcode.Channel:
                    ushort channel = record.U16("channel");
                    ushort ofSchema = record.U16("channel");
                    if (ofSchema != 0 && !_schemas.ContainsKey(ofSchema))
                    {
                        throw record.Error($"channel {channel} names schema {ofSchema}, which has not appeared");
                    }

                    _channels[channel] = (record.Text("topic"), record.Text("message encoding"), ofSchema == 0 ? "" : _schemas[ofSchema]);
                    break;
                case McapOpcode.Message:
                    ushort id = record.U16("message");
                    record.U32("message");
                    ulong time = record.U64("message");
                    record.U64("message");
                    if (!_channels.TryGetValue(id, out var of))
                    {
                        throw record.Error($"a message names channel {id}, which has not appeared");
                    }

                    Messages.Add(new McapMessage(of.Topic, of.Encoding, of.Schema, time, record.Take((ulong)record.Remaining, "message")));
                    break;
                case McapOpcode.Chunk when !inChunk:
                    Chunk(ref record);
                    break;
                case McapOpcode.Attachment when !inChunk:
                    Attachment(ref record);
                    break;
                case McapOpcode.Metadata when !inChunk:
                    string name = record.Text("metadata name");
                    Metadata[name] = record.Map("metadata");
                    break;
                default:
                    break;
            }
        }

        private void Chunk(ref McapCursor record)
        {
            record.U64("chunk");
            record.U64("chunk");
            record.U64("chunk");
            uint expected = record.U32("chunk");
            string compression = record.Text("chunk compression");
            if (compression.Length > 0)
            {
                throw record.Error($"the chunk is compressed with '{compression}'; Sim reads uncompressed chunks (convert with: mcap convert --compression none)");
            }

            ulong size = record.U64("chunk");
            long start = record.Offset;
            var records = record.Take(size, "chunk records");
            if (expected != 0 && Crc32.Append(0, records.Span) != expected)
            {
                throw new InputException($"byte {start}: the chunk's checksum does not match; the file is damaged", file);
            }

            var cursor = new McapCursor(records, start, file);
            while (!cursor.AtEnd)
            {
                var opcode = (McapOpcode)cursor.U8("a record's type");
                var inner = cursor.Nested(cursor.U64("a record's length"), $"record {opcode}");
                Record(opcode, ref inner, inChunk: true);
            }
        }

        private void Attachment(ref McapCursor record)
        {
            var whole = record;
            int before = record.Remaining;
            record.U64("attachment");
            record.U64("attachment");
            string name = record.Text("attachment name");
            record.Text("attachment media type");
            var data = record.Take(record.U64("attachment"), "attachment data");
            int used = before - record.Remaining;
            uint expected = record.U32("attachment checksum");
            if (expected != 0 && Crc32.Append(0, whole.Take((ulong)used, "attachment").Span) != expected)
            {
                throw record.Error($"the checksum of attachment '{name}' does not match; the file is damaged");
            }

            Attachments[name] = data;
        }
    }
}
