namespace Sim.Numerics.Search;

/// <summary>Order statistics of single-precision numbers.</summary>
internal static class PartialSort
{
    /// <summary>Whole numbers in the order of the numbers; both zeros are equal.</summary>
    public static uint Rising(float number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    /// <summary>The k-th largest number, 1 for the largest; the span is rearranged.</summary>
    public static float KthLargest(Span<float> numbers, int k)
    {
        int first = 0, last = numbers.Length - 1, wanted = k - 1;
        while (first < last)
        {
            float pivot = Median(numbers[first], numbers[(first + last) >>> 1], numbers[last]);
            int i = first, j = last;
            while (i <= j)
            {
                while (numbers[i] > pivot)
                {
                    i++;
                }

                while (numbers[j] < pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
                    i++;
                    j--;
                }
            }

            if (wanted <= j)
            {
                last = j;
            }
            else if (wanted >= i)
            {
                first = i;
            }
            else
            {
                break;
            }
        }

        return numbers[wanted];
    }

    private static float Median(float a, float b, float c) => MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));
}
