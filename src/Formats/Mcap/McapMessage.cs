namespace Sim.Formats.Mcap;

/// <summary>One message of an MCAP file.</summary>
/// <param name="Topic">Topic of its channel.</param>
/// <param name="Encoding">Encoding of its channel: "protobuf", "json" …</param>
/// <param name="Schema">Name of its schema, or empty.</param>
/// <param name="TimeNs">Log time, ns.</param>
/// <param name="Data">Its bytes.</param>
public sealed record McapMessage(string Topic, string Encoding, string Schema, ulong TimeNs, ReadOnlyMemory<byte> Data);
