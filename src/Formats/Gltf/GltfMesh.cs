using Sim.Geometry;

namespace Sim.Formats.Gltf;

/// <summary>Triangles of one material in glTF's frame (x as in the world, y up, z against the world's y). Not thread-safe.</summary>
/// <param name="origin">World point that becomes glTF's origin: floats are exact to the millimetre only near it.</param>
internal sealed class GltfMesh(Vector2d origin)
{
    /// <summary>Three numbers a corner, m.</summary>
    public List<float> Positions { get; } = [];

    /// <summary>Three numbers a corner, unit vectors.</summary>
    public List<float> Normals { get; } = [];

    /// <summary>Three corners a triangle, counter-clockwise seen from outside.</summary>
    public List<uint> Indices { get; } = [];

    /// <summary>True without a triangle.</summary>
    public bool IsEmpty => Indices.Count == 0;

    /// <summary>A flat four-sided area, corners counter-clockwise seen from above.</summary>
    public void Quad(Vector2d a, Vector2d b, Vector2d c, Vector2d d, double z)
    {
        uint first = Level(a, z);
        Level(b, z);
        Level(c, z);
        Level(d, z);
        Triangle(first, first + 1, first + 2);
        Triangle(first, first + 2, first + 3);
    }

    /// <summary>The area between two lines that run beside each other, corner by corner in order of their shares of length.</summary>
    public void Between(Polyline left, Polyline right, double z)
    {
        uint firstLeft = (uint)(Positions.Count / 3);
        foreach (var p in left.Span)
        {
            Level(p, z);
        }

        uint firstRight = (uint)(Positions.Count / 3);
        foreach (var p in right.Span)
        {
            Level(p, z);
        }

        int l = 0, r = 0;
        while (l + 1 < left.Span.Length || r + 1 < right.Span.Length)
        {
            bool moveLeft = r + 1 == right.Span.Length
                || (l + 1 < left.Span.Length && left.ArcLengthM[l + 1] * right.LengthM <= right.ArcLengthM[r + 1] * left.LengthM);
            uint atLeft = firstLeft + (uint)l, atRight = firstRight + (uint)r;
            Triangle(atLeft, atRight, moveLeft ? atLeft + 1 : atRight + 1);
            (l, r) = moveLeft ? (l + 1, r) : (l, r + 1);
        }
    }

    /// <summary>A flat band along a line.</summary>
    public void Ribbon(ReadOnlySpan<Vector2d> line, double widthM, double z)
    {
        for (int i = 0; i + 1 < line.Length; i++)
        {
            var along = line[i + 1] - line[i];
            double length = along.Length;
            if (!(length > 1e-6))
            {
                continue;
            }

            var side = along.Left * (widthM / 2 / length);
            // Half a width longer than the segment: no wedge is open where a line bends.
            var more = along * (i + 2 < line.Length ? widthM / 2 / length : 0);
            Quad(line[i] - side, line[i + 1] + more - side, line[i + 1] + more + side, line[i] + side, z);
        }
    }

    /// <summary>A box that stands on the ground around the frame's origin, its length along x.</summary>
    public void Box(double lengthM, double widthM, double heightM)
    {
        double x = lengthM / 2, z = widthM / 2;
        Face([x, 0, z], [x, 0, -z], [x, heightM, -z], [x, heightM, z], 1, 0, 0);
        Face([-x, 0, -z], [-x, 0, z], [-x, heightM, z], [-x, heightM, -z], -1, 0, 0);
        Face([-x, heightM, z], [x, heightM, z], [x, heightM, -z], [-x, heightM, -z], 0, 1, 0);
        Face([-x, 0, -z], [x, 0, -z], [x, 0, z], [-x, 0, z], 0, -1, 0);
        Face([-x, 0, z], [x, 0, z], [x, heightM, z], [-x, heightM, z], 0, 0, 1);
        Face([x, 0, -z], [-x, 0, -z], [-x, heightM, -z], [x, heightM, -z], 0, 0, -1);
    }

    /// <summary>A flat arrow that points along x, seen from above.</summary>
    public void Arrow(double lengthM, double widthM, double heightM)
    {
        uint first = Corner(lengthM / 2, heightM, 0, 0, 1, 0);
        Corner(-lengthM / 2, heightM, -widthM / 2, 0, 1, 0);
        Corner(-lengthM / 2, heightM, widthM / 2, 0, 1, 0);
        Triangle(first, first + 1, first + 2);
    }

    /// <summary>A double pyramid around the frame's origin.</summary>
    public void Diamond(double radiusM)
    {
        double part = 1 / Math.Sqrt(3);
        foreach (int x in (int[])[-1, 1])
        {
            foreach (int y in (int[])[-1, 1])
            {
                foreach (int z in (int[])[-1, 1])
                {
                    uint first = Corner(x * radiusM, 0, 0, x * part, y * part, z * part);
                    Corner(0, y * radiusM, 0, x * part, y * part, z * part);
                    Corner(0, 0, z * radiusM, x * part, y * part, z * part);
                    Triangle(first, x * y * z > 0 ? first + 1 : first + 2, x * y * z > 0 ? first + 2 : first + 1);
                }
            }
        }
    }

    private void Face(double[] a, double[] b, double[] c, double[] d, double nx, double ny, double nz)
    {
        uint first = Corner(a[0], a[1], a[2], nx, ny, nz);
        Corner(b[0], b[1], b[2], nx, ny, nz);
        Corner(c[0], c[1], c[2], nx, ny, nz);
        Corner(d[0], d[1], d[2], nx, ny, nz);
        Triangle(first, first + 1, first + 2);
        Triangle(first, first + 2, first + 3);
    }

    private uint Level(Vector2d p, double z) => Corner(p.X - origin.X, z, origin.Y - p.Y, 0, 1, 0);

    private uint Corner(double x, double y, double z, double nx, double ny, double nz)
    {
        Positions.AddRange([(float)x, (float)y, (float)z]);
        Normals.AddRange([(float)nx, (float)ny, (float)nz]);
        return (uint)(Positions.Count / 3 - 1);
    }

    private void Triangle(uint a, uint b, uint c) => Indices.AddRange([a, b, c]);
}
