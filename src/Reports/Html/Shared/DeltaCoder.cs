using System.Buffers.Text;

namespace Sim.Reports;

/// <summary>
/// Packs columns of numbers: quantised, second differences, zigzag, little-endian base-128 varints, base64url. Steady motion costs one byte a
/// value. The reader is <c>data.js</c>.
/// </summary>
internal sealed class DeltaCoder
{
    // Second differences of clamped values stay below 2^53, so that JavaScript numbers hold them exactly.
    private const double Limit = 1e12;
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes so far.</summary>
    public int Count => _bytes.Count;

    /// <summary>Appends one whole number.</summary>
    public void Add(long value)
    {
        ulong zigzag = (ulong)((value << 1) ^ (value >> 63));
        while (zigzag >= 0x80)
        {
            _bytes.Add((byte)(zigzag | 0x80));
            zigzag >>= 7;
        }

        _bytes.Add((byte)zigzag);
    }

    /// <summary>Appends a column; a value that is not finite repeats the one before it.</summary>
    /// <param name="values">The values, SI.</param>
    /// <param name="perUnit">Quantisation: 1000 for mm, mrad, mm/s.</param>
    public void AddColumn(ReadOnlySpan<double> values, double perUnit)
    {
        long last = 0;
        long lastStep = 0;
        foreach (double value in values)
        {
            long next = double.IsFinite(value) ? (long)Math.Round(Math.Clamp(value * perUnit, -Limit, Limit)) : last;
            long step = next - last;
            Add(step - lastStep);
            last = next;
            lastStep = step;
        }
    }

    /// <summary>What was appended, as base64url without padding.</summary>
    public override string ToString() => Base64Url.EncodeToString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes));
}
