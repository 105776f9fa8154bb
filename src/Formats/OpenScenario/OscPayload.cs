using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sim.Formats.OpenScenario;

/// <summary>
/// A scenario within an OpenSCENARIO file: its byte form, packed, in a property of the ego, which other tools pass over. It holds as long as the
/// rest of the document is as it was written; who edits the file means what the file then says.
/// </summary>
internal static class OscPayload
{
    public const string Name = "sim.scenario";
    public const string DigestName = "sim.digest";

    /// <summary>Longest packed form, characters: with the rest it must fit into what the reader takes.</summary>
    public const int MaxChars = 12 * 1024 * 1024;

    private const int MaxBytes = 256 * 1024 * 1024;
    private static readonly byte[] Marker = Encoding.UTF8.GetBytes($"<Property name=\"{Name}\" value=\"");
    private static readonly byte[] DigestMarker = Encoding.UTF8.GetBytes($"<Property name=\"{DigestName}\" value=\"");

    public static string Pack(Scenario scenario) => Convert.ToBase64String(Deflate.Pack(JsonSerializer.SerializeToUtf8Bytes(scenario, SimJson.Default.Scenario)));

    /// <summary>The document with the packed scenario and its digest put into their empty places.</summary>
    public static byte[] Fill(byte[] document, string packed)
    {
        int at = document.AsSpan().IndexOf(Marker) + Marker.Length;
        byte[] with = [.. document.AsSpan(0, at), .. Encoding.ASCII.GetBytes(packed), .. document.AsSpan(at)];
        int digestAt = with.AsSpan().IndexOf(DigestMarker) + DigestMarker.Length;
        return [.. with.AsSpan(0, digestAt), .. Encoding.ASCII.GetBytes(Digest(document)), .. with.AsSpan(digestAt)];
    }

    /// <summary>The scenario of a document that is as it was written; null when it has none or was changed since.</summary>
    /// <param name="content">The document.</param>
    /// <param name="changed">True when it has one and was changed.</param>
    public static Scenario? Read(ReadOnlyMemory<byte> content, out bool changed)
    {
        changed = false;
        if (!Cut(content.Span, Marker, out var packed, out byte[]? without) || !Cut(without, DigestMarker, out var digest, out byte[]? bare))
        {
            return null;
        }

        changed = true;
        if (!digest.SequenceEqual(Encoding.ASCII.GetBytes(Digest(bare))))
        {
            return null;
        }

        try
        {
            using var unpacked = new MemoryStream();
            using (var stream = new DeflateStream(new MemoryStream(Convert.FromBase64String(Encoding.ASCII.GetString(packed))), CompressionMode.Decompress))
            {
                byte[] buffer = new byte[64 * 1024];
                for (int n = stream.Read(buffer); n > 0; n = stream.Read(buffer))
                {
                    unpacked.Write(buffer, 0, n);
                    if (unpacked.Length > MaxBytes)
                    {
                        return null;
                    }
                }
            }

            var scenario = SimJson.Parse(unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length), SimJson.Default.Scenario);
            changed = false;
            return scenario;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    private static string Digest(ReadOnlySpan<byte> document) => Convert.ToHexStringLower(SHA256.HashData(document));

    private static bool Cut(ReadOnlySpan<byte> from, ReadOnlySpan<byte> marker, out ReadOnlySpan<byte> value, out byte[] rest)
    {
        int at = from.IndexOf(marker);
        int start = at + marker.Length, length = at < 0 ? -1 : from[start..].IndexOf((byte)'"');
        if (length < 0)
        {
            value = default;
            rest = [];
            return false;
        }

        value = from.Slice(start, length);
        rest = [.. from[..start], .. from[(start + length)..]];
        return true;
    }
}
