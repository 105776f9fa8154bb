namespace Sim.Numerics.Tensors;

/// <summary>Hoare's selection.</summary>
internal static unsafe class PartialSort
{
    /// <summary>Brings the k greatest of keys that all differ to the front, in no order.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="k">At least 1, at most <paramref name="count"/>.</param>
    public static void Greatest(ulong* keys, int count, int k)
    {
        int low = 0, high = count - 1;
        while (high - low > 12)
        {
            ulong a = keys[low], b = keys[low + ((high - low) / 2)], c = keys[high];
            ulong pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low - 1, j = high + 1;
            while (true)
            {
                do
                {
                    i++;
                }
                while (keys[i] > pivot);
                do
                {
                    j--;
                }
                while (keys[j] < pivot);
                if (i >= j)
                {
                    break;
                }

                (keys[i], keys[j]) = (keys[j], keys[i]);
            }

            if (j >= k)
            {
                high = j;
            }
            else
            {
                low = j + 1;
            }
        }

        // Those before low are all greater, those behind high all smaller.
        for (int i = low + 1; i <= high; i++)
        {
            ulong key = keys[i];
            int j = i - 1;
            for (; j >= low && keys[j] < key; j--)
            {
                keys[j + 1] = keys[j];
            }

            keys[j + 1] = key;
        }
    }
}
