namespace Sim.Formats.OpenDrive;

/// <summary>A cubic a + b·ds + c·ds² + d·ds³ that holds from <paramref name="Start"/> on, ds = s − Start.</summary>
internal readonly record struct Cubic(double Start, double A, double B, double C, double D)
{
    public double At(double s)
    {
        double ds = Math.Max(0, s - Start);
        return A + (ds * (B + (ds * (C + (ds * D)))));
    }

    /// <summary>Index of the record that holds at s (the last one not after it), the first when s lies before all; -1 when there is none.</summary>
    public static int Find(List<Cubic> records, double s)
    {
        int found = FirstAfter(records, s) - 1;
        return found < 0 && records.Count > 0 ? 0 : found;
    }

    /// <summary>Index of the first record that starts after s.</summary>
    public static int FirstAfter(List<Cubic> records, double s)
    {
        int low = 0, high = records.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = records[middle].Start <= s ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Value at s, 0 when there is no record.</summary>
    public static double Evaluate(List<Cubic> records, double s)
    {
        int i = Find(records, s);
        return i < 0 ? 0 : records[i].At(s);
    }
}
