using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sim.Numerics.Weights;

/// <summary>What stands before the numbers of an .npy array: the literal of a Python dictionary with exactly three entries.</summary>
internal static class NpyHeader
{
    private const int MaxBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The array that lies in a source from its first byte to its last.</summary>
    public static StoredTensor Read(ByteSource source, string name, string file)
    {
        long length = source.Length;
        if (length < 10 || !source.Span(0, 6).SequenceEqual(Magic))
        {
            throw Bad($"is no .npy array: it does not begin with 0x93 NUMPY");
        }

        int version = source.Span(6, 1)[0], at = version == 1 ? 10 : 12;
        long size = version switch
        {
            1 => BinaryPrimitives.ReadUInt16LittleEndian(source.Span(8, 2)),
            2 or 3 when length >= 12 => BinaryPrimitives.ReadUInt32LittleEndian(source.Span(8, 4)),
            _ => throw Bad($"has the version {version} of .npy; 1 to 3 are read"),
        };
        if (size > MaxBytes || size > length - at)
        {
            throw Bad($"has a header of {size} bytes; expected at most {MaxBytes}, and at most the {length - at} that follow");
        }

        var literal = new Literal(Encoding.Latin1.GetString(source.Span(at, (int)size)));
        if (literal.Parse() is { } fault)
        {
            throw Bad($"has a header with {fault} at its byte {literal.Place}; expected {{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }} with plain numbers");
        }

        string descr = literal.Descr!;
        var type = Type(descr) ?? throw Bad($"is of the type '{ElementTypes.Cut(descr)}', which is not read; expected b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4 or f8: objects would be pickles, which can run any program");
        long[] shape = [.. literal.Shape];
        long bytes = length - at - size;
        if (ElementTypes.Count(shape) is not { } count || count > long.MaxValue / 8 || count * type.Size() != bytes)
        {
            throw Bad($"has the shape {ElementTypes.Text(shape)} of '{descr}' and {bytes} bytes, which do not fit");
        }

        return new StoredTensor(file, name, descr, type, shape, source, at + size, bytes, literal.Fortran ? ColumnMajor(shape) : null, descr[0] == '>');

        InputException Bad(FormattableString what) => new($"the array '{ElementTypes.Cut(name)}' {what.ToString(CultureInfo.InvariantCulture)}", file);
    }

    /// <summary>The bytes of a header of version 1 in the form of NumPy, with the space that it leaves for growth.</summary>
    public static byte[] Write(string descr, ReadOnlySpan<long> shape)
    {
        var text = new StringBuilder("{'descr': '").Append(descr).Append("', 'fortran_order': False, 'shape': (");
        for (int i = 0; i < shape.Length; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(shape[i].ToString(CultureInfo.InvariantCulture));
        }

        text.Append(shape.Length == 1 ? ",), }" : "), }");
        if (shape.Length > 0)
        {
            text.Append(' ', 21 - shape[0].ToString(CultureInfo.InvariantCulture).Length);
        }

        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        text.Append(' ', total - 10 - text.Length - 1).Append('\n');
        var all = new byte[total];
        Magic.CopyTo(all);
        all[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(all.AsSpan(8), checked((ushort)(total - 10)));
        Encoding.ASCII.GetBytes(text.ToString(), all.AsSpan(10));
        return all;
    }

    /// <summary>The type in NumPy's words.</summary>
    public static string Descr(ElementType type) => type switch
    {
        ElementType.Bool => "|b1",
        ElementType.U8 => "|u1",
        ElementType.I8 => "|i1",
        ElementType.U16 => "<u2",
        ElementType.I16 => "<i2",
        ElementType.F16 => "<f2",
        ElementType.U32 => "<u4",
        ElementType.I32 => "<i4",
        ElementType.F32 => "<f4",
        ElementType.U64 => "<u8",
        ElementType.I64 => "<i8",
        ElementType.F64 => "<f8",
        _ => throw new ArgumentException($"NumPy has no {type}", nameof(type)),
    };

    private static ElementType? Type(string descr)
    {
        if (descr.Length != 3 || descr[0] is not ('<' or '>' or '|'))
        {
            return null;
        }

        ElementType? type = descr[1..] switch
        {
            "b1" => ElementType.Bool,
            "u1" => ElementType.U8,
            "i1" => ElementType.I8,
            "u2" => ElementType.U16,
            "i2" => ElementType.I16,
            "f2" => ElementType.F16,
            "u4" => ElementType.U32,
            "i4" => ElementType.I32,
            "f4" => ElementType.F32,
            "u8" => ElementType.U64,
            "i8" => ElementType.I64,
            "f8" => ElementType.F64,
            _ => null,
        };
        return type is { } known && (descr[0] != '|' || known.Size() == 1) ? known : null;
    }

    private static long[] ColumnMajor(long[] shape)
    {
        var strides = new long[shape.Length];
        long each = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            strides[i] = each;
            each *= shape[i];
        }

        return strides;
    }

    // The little of Python that a header may hold.
    private sealed class Literal(string text)
    {
        public int Place { get; private set; }

        public string? Descr { get; private set; }

        public bool Fortran { get; private set; }

        public List<long> Shape { get; } = [];

        /// <summary>Null, or what is wrong at <see cref="Place"/>.</summary>
        public string? Parse()
        {
            if (!Take('{'))
            {
                return "no dictionary";
            }

            bool order = false, shape = false;
            while (!Take('}'))
            {
                string? key = Quoted();
                if (key is null || !Take(':'))
                {
                    return "no name and colon";
                }

                string? fault = key switch
                {
                    "descr" when Descr is null => (Descr = Quoted()) is null ? "a type that is no text (records are not read)" : null,
                    "fortran_order" when !order => (order = Word("True") ? Fortran = true : Word("False")) ? null : "no truth value",
                    "shape" when !shape => (shape = Tuple()) ? null : "no tuple of whole numbers",
                    _ => "a name that is unknown or there twice",
                };
                if (fault is not null)
                {
                    return fault;
                }

                if (!Take(',') && !Next('}'))
                {
                    return "no comma";
                }
            }

            Skip();
            return Place != text.Length ? "something after the dictionary" : Descr is null || !order || !shape ? "an entry missing" : null;
        }

        private bool Tuple()
        {
            if (!Take('('))
            {
                return false;
            }

            bool comma = true;
            while (!Take(')'))
            {
                Skip();
                int from = Place;
                while (Place < text.Length && char.IsAsciiDigit(text[Place]))
                {
                    Place++;
                }

                if (!comma || Shape.Count == ElementTypes.MaxRank || !long.TryParse(text.AsSpan(from, Place - from), NumberStyles.None, CultureInfo.InvariantCulture, out long length))
                {
                    return false;
                }

                // Python 2 wrote long integers so.
                _ = Place < text.Length && text[Place] == 'L' && ++Place > 0;
                Shape.Add(length);
                comma = Take(',');
            }

            return comma || Shape.Count > 1;
        }

        private string? Quoted()
        {
            Skip();
            if (Place >= text.Length || text[Place] is not ('\'' or '"'))
            {
                return null;
            }

            int end = text.IndexOf(text[Place], Place + 1);
            if (end < 0)
            {
                return null;
            }

            string inside = text[(Place + 1)..end];
            Place = end + 1;
            return inside;
        }

        private bool Word(string word)
        {
            Skip();
            bool there = text.AsSpan(Place).StartsWith(word, StringComparison.Ordinal);
            Place += there ? word.Length : 0;
            return there;
        }

        private bool Next(char c)
        {
            Skip();
            return Place < text.Length && text[Place] == c;
        }

        private bool Take(char c)
        {
            bool there = Next(c);
            Place += there ? 1 : 0;
            return there;
        }

        private void Skip()
        {
            while (Place < text.Length && text[Place] is (' ' or '\n'))
            {
                Place++;
            }
        }
    }
}
