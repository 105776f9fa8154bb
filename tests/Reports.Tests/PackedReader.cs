using System.Buffers.Text;

namespace Sim.Tests.Reports;

/// <summary>Reads packed columns with whole-number arithmetic, independently of the page's script.</summary>
internal sealed class PackedReader(string text)
{
    private readonly byte[] _bytes = Base64Url.DecodeFromChars(text);
    private int _at;

    public bool AtEnd => _at == _bytes.Length;

    public double[] Column(int count, double perUnit)
    {
        var values = new double[count];
        long last = 0;
        long step = 0;
        for (int i = 0; i < count; i++)
        {
            step += Next();
            last += step;
            values[i] = last / perUnit;
        }

        return values;
    }

    private long Next()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _bytes[_at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
    }
}
