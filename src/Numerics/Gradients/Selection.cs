namespace Sim.Numerics.Gradients;

/// <summary>Finds the largest numbers by counting the digits of their order, eleven bits at a time: three passes, whatever the numbers.</summary>
internal static class Selection
{
    private const int Bits = 11, Digits = 1 << Bits;

    /// <summary>Writes the places of the largest numbers, ascending. NaN counts as larger than any number; of equals, the earlier is taken.</summary>
    public static void Largest(ReadOnlySpan<float> numbers, Span<int> places, SelectionOrder by)
    {
        int wanted = places.Length;
        if (wanted == 0)
            return;

        bool magnitude = by == SelectionOrder.Magnitude;
        Span<int> counts = stackalloc int[Digits];
        uint prefix = 0, mask = 0;
        int left = wanted;
        for (int shift = 21; ; shift = shift == 21 ? 10 : 0)
        {
            int width = shift == 0 ? 10 : Bits;
            counts.Clear();
            uint digitMask = (1u << width) - 1;
            foreach (float number in numbers)
            {
                uint key = Key(number, magnitude);
                if ((key & mask) == prefix)
                    counts[(int)((key >> shift) & digitMask)]++;
            }

            int digit = (int)digitMask;
            while (counts[digit] < left)
                left -= counts[digit--];

            prefix |= (uint)digit << shift;
            mask |= digitMask << shift;
            if (shift == 0)
                break;
        }

        // All above the threshold, and of those equal to it the first `left`.
        int at = 0;
        for (int i = 0; at < wanted; i++)
        {
            uint key = Key(numbers[i], magnitude);
            if (key > prefix || (key == prefix && left-- > 0))
                places[at++] = i;
        }
    }

    // Unsigned integers in the order of the numbers; adding 0 makes both zeros equal.
    private static uint Key(float number, bool magnitude)
    {
        if (float.IsNaN(number))
            return uint.MaxValue;

        uint bits = BitConverter.SingleToUInt32Bits((magnitude ? MathF.Abs(number) : number) + 0f);
        return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
    }
}
